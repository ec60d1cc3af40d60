"""What the host and the five partners that it has chosen do together, played in over the public APIs."""
