"""The bodies of matching: what comes in and what goes out."""
