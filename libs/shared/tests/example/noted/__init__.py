"""A service for the tests of the shared library: notes of a district, and pacts between two of them."""
