"""Charts: figures in, SVG and the same figures as words out. Pure."""
