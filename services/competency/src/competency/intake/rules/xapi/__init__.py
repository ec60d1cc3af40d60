"""xAPI statements, as the standard has them."""
