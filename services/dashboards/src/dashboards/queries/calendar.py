"""The district's calendar, as SQL: which day it shows."""

TODAY = "cast(statement_timestamp() at time zone 'UTC' as date)"
"""The UTC day: nobody tells dashboards yet which time zone a district lives in."""
