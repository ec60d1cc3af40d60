"""All SQL of engagements."""
