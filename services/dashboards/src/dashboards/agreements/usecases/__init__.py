"""What forms of agreements say, and which agreement a call still waits for."""
