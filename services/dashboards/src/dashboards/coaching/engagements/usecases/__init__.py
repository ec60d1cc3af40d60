"""Forms of engagements."""
