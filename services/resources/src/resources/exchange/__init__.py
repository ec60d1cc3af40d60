"""What items are sent and taken in as: pages' metadata, packages, spreadsheets, OneRoster."""
