"""HTTP: bodies, fields, headers, problems, paging, edits, the documents that describe them, and our services' calls to
each other.
"""
