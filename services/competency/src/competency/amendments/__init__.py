"""Requests to amend a record, their clock, and the notes that go with what is contested."""
