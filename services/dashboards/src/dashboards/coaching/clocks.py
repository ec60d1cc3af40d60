"""Days and times as fields of forms have them, by the clocks of a zone."""

from datetime import datetime

from shared.values.calendar import zone_named


def moment_of(typed: str, zone: str) -> str:
    """The moment at which clocks of the zone show what was typed; what is no time goes as it is."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=zone_named(zone)).isoformat()
    except ValueError:
        return typed


def typed_time(moment: datetime | None, zone: str) -> str:
    """A moment as a field for day and time has it, by the clocks of the zone."""
    return "" if moment is None else moment.astimezone(zone_named(zone)).strftime("%Y-%m-%dT%H:%M")
