"""What evidence amounts to: policies, criteria, results and their explanation."""
