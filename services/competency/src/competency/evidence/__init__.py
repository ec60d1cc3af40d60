"""A piece of evidence: what it is, and how it is stored and shown."""
