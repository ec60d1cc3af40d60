"""The bodies of meetings: what comes in and what goes out."""
