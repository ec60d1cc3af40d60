"""Mastery of learners, classes, schools and the district."""
