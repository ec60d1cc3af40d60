"""People who sign in are invited to an assessment: chosen among accounts, which assessments know nothing of."""
