"""Actions: what is to close a gap, agreed by both districts and done only when both say so."""
