"""The pure rules of amendments."""
