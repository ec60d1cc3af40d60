"""All SQL of actions."""
