"""SQL of assessments, by what it is about."""
