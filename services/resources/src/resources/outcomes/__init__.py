"""What counts as use of a resource, what learners showed after it, and how people rate it."""
