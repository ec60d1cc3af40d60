"""Every part that pages are made of, shown with made-up figures to those who build pages. In development only."""
