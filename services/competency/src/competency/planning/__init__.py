"""Learners' plans, their templates, and pace."""
