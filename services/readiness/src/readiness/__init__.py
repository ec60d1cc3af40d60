"""The readiness service: readiness assessments, their scores, and how partners are chosen."""
