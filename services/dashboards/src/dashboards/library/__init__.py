"""Pages of the library: what districts share, and the desk at which they make it."""
