"""Sheets: rows of CSV files as people's programs write them, and files that no spreadsheet finds a formula in. Pure."""
