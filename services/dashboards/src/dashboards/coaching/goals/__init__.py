"""Pages of goals: the rallying cry, what is to be reached, and how far it is."""
