"""Sheets: rows of CSV files and XLSX workbooks as people's programs write them, and files that no spreadsheet finds a
formula in. Pure.
"""
