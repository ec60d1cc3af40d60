"""CASE 1.1, as the standard has it."""
