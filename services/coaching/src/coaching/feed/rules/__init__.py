"""How meetings become a calendar, without side effects."""
