"""What the services of 1EdTech's standards have in common: how their lists are asked for. Pure."""
