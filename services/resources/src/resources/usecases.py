"""The use cases of resources: load, decide, change, publish. They return domain results and never commit."""
