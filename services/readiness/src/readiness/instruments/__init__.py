"""Instruments: what is asked, of whom, and how answers are scored, in versions."""
