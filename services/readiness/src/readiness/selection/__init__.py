"""Selection: applications, their scores and ranks, decisions."""
