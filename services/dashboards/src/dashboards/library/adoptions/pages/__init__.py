"""The pages of what is adopted and offered back."""
