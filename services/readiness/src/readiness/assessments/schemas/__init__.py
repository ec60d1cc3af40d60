"""Bodies and answers of assessments."""
