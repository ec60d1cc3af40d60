"""What playlists ask of the database."""
