"""Results, gaps and verifications in SQL."""
