"""Bodies of adoptions."""
