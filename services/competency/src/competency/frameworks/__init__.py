"""Competency frameworks: CASE, authoring, editions, adaptations, crosswalks."""
