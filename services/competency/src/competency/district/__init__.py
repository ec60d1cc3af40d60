"""What a district decides for itself: its calendar, how pace is computed, when reviews are reminded of."""
