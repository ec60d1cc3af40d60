"""What competency does: load, decide, change, publish."""
