"""The coaching service: coaches and their safeguarding, matches, engagements, workshops, pilots and goals."""
