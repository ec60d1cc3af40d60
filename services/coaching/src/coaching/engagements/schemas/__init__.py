"""The bodies of engagements: what comes in and what goes out."""
