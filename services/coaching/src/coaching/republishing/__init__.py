"""Everything that coaching has told, told again."""
