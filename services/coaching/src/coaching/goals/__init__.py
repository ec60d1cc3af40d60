"""A district's rallying cry, its goals, and the indicators by which they are measured over time."""
