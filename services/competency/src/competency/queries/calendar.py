"""The district's calendar, as SQL: which day it shows. Of the district that the transaction speaks for."""

ZONE = "coalesce((select r.time_zone from planning_rules r), 'UTC')"
TODAY = f"cast(statement_timestamp() at time zone {ZONE} as date)"
TOMORROW = f"(cast({TODAY} + 1 as timestamp) at time zone {ZONE})"
"""The moment at which the next day begins."""
