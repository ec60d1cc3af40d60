"""The coaching service: who coaches whom: coaches and their safeguarding, matches, engagements, workshops, pilots and goals."""
