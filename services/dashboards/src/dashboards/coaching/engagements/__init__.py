"""What pages show of what a host and a partner do together."""
