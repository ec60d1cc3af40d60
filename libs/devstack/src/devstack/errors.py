"""What devstack says when it cannot do its work."""


class DevstackError(Exception):
    """Says what is wrong and what to do about it, in words for the person at the keyboard."""
