"""What people type into forms of selection, as readiness takes it, and what it answers, made ready for pages."""
