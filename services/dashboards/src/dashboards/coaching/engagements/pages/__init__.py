"""Routes of the pages of engagements."""
