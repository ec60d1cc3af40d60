"""What comes in and what goes out.

An entity goes out under the same field names by which it comes in; a reference may come in as our id or as a source's.
"""
