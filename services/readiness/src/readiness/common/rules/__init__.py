"""Pure rules that the subjects of readiness share."""
