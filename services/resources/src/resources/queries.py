"""All SQL of the resources service, as `Query`, `Scalar` and `Command`, each row a `NamedTuple`."""
