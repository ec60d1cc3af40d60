"""Readiness: instruments, assessments, scores that explain themselves, and the selection of a cohort."""
