"""Data-sharing agreements between two districts."""
