"""Who is here, what they are called, and who may see whom."""
