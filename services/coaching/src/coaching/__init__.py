"""The coaching service: who coaches whom. Coaches and their safeguarding, matches, engagements, workshops, pilots, goals."""
