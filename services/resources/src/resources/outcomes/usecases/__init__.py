"""Uses are recorded, and outcomes reported."""
