"""Links are taken up, and looked at."""
