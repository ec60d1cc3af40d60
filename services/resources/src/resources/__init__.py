"""The resources service: a curated library that districts share, adopt and adapt."""
