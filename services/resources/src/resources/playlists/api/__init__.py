"""The routes of playlists."""
