"""Pilots: what the district tries in waves, and the gate at the end of each."""
