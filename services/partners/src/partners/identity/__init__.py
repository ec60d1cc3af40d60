"""Who may call: districts, their systems, their people, and the keys that sign access tokens."""
