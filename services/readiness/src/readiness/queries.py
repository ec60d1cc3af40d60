"""All SQL of the readiness service, as `Query`, `Scalar` and `Command`, each row a `NamedTuple`."""
