"""What is done with playlists."""
