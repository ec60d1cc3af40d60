"""The bodies of calendar feeds: what comes in and what goes out."""
