"""What leaders type, as readiness takes it."""
