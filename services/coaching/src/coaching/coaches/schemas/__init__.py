"""The bodies of coaches: what comes in and what goes out."""
