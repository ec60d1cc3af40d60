"""What is read out of forms of the desk."""
