"""The use cases of the readiness service: load, decide, change, publish. They return domain results and never commit."""
