"""Forms of engagements, and what their next phases demand."""
