"""Decisions about playlists: pure."""
