"""Who is on a roster, whose learner somebody is, and whose id it is: one meaning for every service that asks."""
