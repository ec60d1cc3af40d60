"""The readiness service: the instruments by which districts are assessed, and assessments with their answers."""
