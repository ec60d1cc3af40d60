"""What happens in learners."""
