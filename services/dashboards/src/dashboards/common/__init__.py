"""What all subjects stand on: read models, the reader, the way to competency, and how pages are made."""
