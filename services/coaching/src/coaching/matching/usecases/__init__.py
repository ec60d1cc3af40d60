"""Gaps are brought as needs, matchings are asked for and worked out, matches are proposed, confirmed and end."""
