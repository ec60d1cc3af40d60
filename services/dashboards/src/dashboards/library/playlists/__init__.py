"""Playlists: what educators put together and give to learners, and where learners are in it."""
