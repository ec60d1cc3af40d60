"""Everything that readiness has told, told again."""
