"""The versions of instruments that assessments have pinned. They never change, so a process reads each once."""

from collections import OrderedDict
from uuid import UUID

from readiness.instruments.queries.versions import find_version
from readiness.instruments.rules.instrument import Instrument
from shared.db.query import Transaction

MOST = 200
"""So many are remembered; the one that was not asked for the longest is forgotten first."""


async def find_pinned(session: Transaction, instrument_id: UUID, version: int) -> Instrument:
    """Returns what a version says that an assessment pins. Raises LookupError where there is none, which a foreign key
    forbids.
    """
    stored = await find_version(session, instrument_id, version)
    if stored is None:
        raise LookupError("an assessment pins a version that is not there")
    return stored.content


class PinnedInstruments:
    """What the pinned versions say. Ask for one only by an assessment that the session's district has: what is
    remembered, no row-level security guards.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[UUID, UUID, int], Instrument] = OrderedDict()

    async def get(self, session: Transaction, district_id: UUID, instrument_id: UUID, version: int) -> Instrument:
        """Raises as `find_pinned` does."""
        key = (district_id, instrument_id, version)
        found = self._known.pop(key, None)
        if found is None:
            found = await find_pinned(session, instrument_id, version)
        self._known[key] = found
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return found
