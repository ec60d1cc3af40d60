"""Who calls, what their token allows, and the secrets and keys behind it."""
