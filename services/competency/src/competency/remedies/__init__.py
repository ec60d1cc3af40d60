"""What a granted amendment does to the record."""
