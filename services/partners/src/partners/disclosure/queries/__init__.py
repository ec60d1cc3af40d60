"""The SQL of disclosures."""
