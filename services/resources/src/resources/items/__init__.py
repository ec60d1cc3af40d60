"""The library: items, their drafts and versions, what is published of them and to whom."""
