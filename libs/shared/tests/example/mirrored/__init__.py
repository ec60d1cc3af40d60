"""A second service for the tests of the shared library: it keeps a roster by generations and with details, as one does
that builds its read models anew beside those in use.
"""
