"""Engagements begin, go on and end; teams, charters, milestones, handovers."""
