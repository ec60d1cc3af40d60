"""The use cases of assessments."""
