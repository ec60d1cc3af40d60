"""What the library's pages find out."""
