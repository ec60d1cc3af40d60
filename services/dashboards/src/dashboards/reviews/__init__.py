"""Reviews: the inbox, and a learner's own."""
