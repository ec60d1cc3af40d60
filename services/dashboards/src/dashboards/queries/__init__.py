"""The only SQL of dashboards: what is written (`writing`), read (`reading`, `seeing`), streamed and rebuilt."""
