"""The tus protocol 1.0.0 with creation, creation-with-upload, checksum, expiration and termination.

Not offered: creation-defer-length, for quota is reserved at creation; checksum-trailer and concatenation, for nobody
needs them. What is decided here is decided before a byte of a body is read.
"""
