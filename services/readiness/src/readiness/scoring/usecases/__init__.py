"""What is done about results, gaps and verifications."""
