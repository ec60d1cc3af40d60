"""Whether the links of what a district has published still lead somewhere."""
