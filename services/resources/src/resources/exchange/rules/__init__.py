"""The pure rules of exchange."""
