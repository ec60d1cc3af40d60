"""The pure rules of assessments."""
