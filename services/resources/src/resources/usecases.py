"""The use cases of the resources service: load, decide, change, publish. They return domain results and never commit."""
