"""What reviewers type, as readiness takes it."""
