"""The use cases of exchange."""
