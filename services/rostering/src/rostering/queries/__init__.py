"""All SQL of this service: a module for each kind of entity, and what all of them share."""
