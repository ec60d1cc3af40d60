"""Photographs lose their place of taking, and with it all that cameras write about who, when and where.

An image is taken apart into its segments. Those that make up the picture stay byte for byte; what describes it (Exif,
XMP, IPTC, comments, whatever is unknown, whatever stands behind its end) is left out, rather than looked through for
places: makers write them in ways of their own. What stays of the description is how the picture is turned.
"""
