"""The pages of remarks."""
