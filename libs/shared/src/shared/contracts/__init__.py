"""The events of every service: names, fields, keys. Data only; importing this package registers them all.

Pseudonymous ids and codes throughout; people's names are in one compacted topic and nowhere else (ADR 0008). Adding
an optional field is the only change an event may see; another meaning is a `.v2` beside it.
"""

from shared.contracts import competency, partners, rostering

__all__ = ["competency", "partners", "rostering"]
