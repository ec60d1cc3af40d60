"""Workshops with choice: sessions side by side, ranked wishes, seats."""
