"""The learners that rostering tells of, and who may see whose records."""
