"""How a service runs: its declaration, its processes, and the work they do in the background."""
