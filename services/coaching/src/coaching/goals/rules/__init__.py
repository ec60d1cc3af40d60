"""What a goal is and how far it is, decided without side effects."""
