"""What a district has learned (its change feed), and what it has disclosed (its log)."""
