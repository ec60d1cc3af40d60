"""What a change of mastery, a closed window, an amendment and a republish disclose."""
