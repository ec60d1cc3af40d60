"""Which generation of the read models is the live one."""

from shared.db.query import Scalar, Transaction

CONSUMER = "dashboards.read-models"

GENERATION = f"coalesce((select epoch from consumer_epoch where consumer = '{CONSUMER}'), 1)"  # noqa: S608
LIVE = f"(select {GENERATION} as generation) live"
"""SQL: the live generation as a row, for a statement that finds it out by itself."""
_CURRENT = Scalar(f"select {GENERATION}", int)


async def current(session: Transaction) -> int:
    """Ask once a request and use it throughout: the rows of a generation outlive its replacement by a while."""
    return await _CURRENT.one(session)
