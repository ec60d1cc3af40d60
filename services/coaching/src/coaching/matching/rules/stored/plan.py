"""What a host lays down for a matching, as it is stored: the policy, how long a meeting is, which days count as load
that was carried, and by when coach and partner meet first; and languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from shared.values.json_types import JsonObject

LENGTHS = {
    "PT30M": timedelta(minutes=30),
    "PT45M": timedelta(minutes=45),
    "PT60M": timedelta(minutes=60),
    "PT90M": timedelta(minutes=90),
}
"""How long a meeting may be, as ISO 8601 writes it."""


class Plan(NamedTuple):
    """`policy` is what matching knows of it."""

    policy: JsonObject
    length: timedelta
    carried_days: int
    contact_within: int


def plan_of(stored: JsonObject) -> Plan:
    """Returns what was laid down."""
    rest = dict(stored)
    return Plan(
        length=LENGTHS[rest.pop("meeting_length")],
        carried_days=rest.pop("carried_days"),
        contact_within=rest.pop("contact_within"),
        policy=rest,
    )


def spoken(tags: Iterable[str]) -> frozenset[str]:
    """Returns all that somebody with these languages can be asked for: es-MX is Spanish, too (RFC 4647, 3.3.1)."""
    found = set()
    for tag in tags:
        parts = tag.lower().split("-")
        found |= {"-".join(parts[: count + 1]) for count in range(len(parts))}
    return frozenset(found)


def asked(tags: Iterable[str]) -> frozenset[str]:
    """Returns the languages of which one is enough, as `spoken` names them."""
    return frozenset(tag.lower() for tag in tags)
