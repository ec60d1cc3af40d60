"""Reviewers verify by evidence what raters say of themselves."""
