"""A year of an invented partnership network: its framework, its districts and what its learners showed."""
