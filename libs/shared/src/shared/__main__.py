"""`python -m shared` is `trellis`."""

from shared.cli import main

main()
