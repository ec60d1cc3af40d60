"""Where somebody's day starts: what waits for them, and where they go on from there."""
