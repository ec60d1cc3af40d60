"""The bodies of actions: what comes in and what goes out."""
