"""An image that cannot be taken apart."""


class Broken(Exception):
    """It is not built as its type demands, or ends too early."""
