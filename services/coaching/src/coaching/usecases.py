"""The use cases of the coaching service: load, decide, change, publish. They return domain results and never commit."""
