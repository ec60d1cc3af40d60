"""What pages of engagements conclude from what coaching answers."""
