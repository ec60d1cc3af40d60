"""What all pages are made of: charts, tables, forms, and the reader's own way of writing words, numbers and days."""
