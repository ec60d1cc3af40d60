"""What competency decides, without a database and without a web."""
