"""Pure rules that several subjects share."""
