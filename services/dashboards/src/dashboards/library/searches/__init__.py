"""Searches of the library that somebody has saved, and what they have found since."""
