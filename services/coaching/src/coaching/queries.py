"""All SQL of the coaching service, as `Query`, `Scalar` and `Command`, each row a `NamedTuple`."""
