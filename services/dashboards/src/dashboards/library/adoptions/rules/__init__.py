"""The rules of the pages of adoptions: pure."""
