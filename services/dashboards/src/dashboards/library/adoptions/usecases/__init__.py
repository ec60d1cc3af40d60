"""What the pages of adoptions find out."""
