"""Zones whose calendar is not that of UTC just now: what counts days in UTC is found out at any hour."""

from datetime import UTC, date, datetime

from shared.values.calendar import day_of


def another_day() -> tuple[str, date]:
    """A zone that has another day than UTC at this moment, and that day: tomorrow, or else yesterday."""
    now = datetime.now(UTC)
    zone = "Pacific/Kiritimati" if now.hour >= 10 else "Pacific/Pago_Pago"
    return zone, day_of(now, zone)
