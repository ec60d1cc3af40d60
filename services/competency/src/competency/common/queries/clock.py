"""The database's clock."""

from datetime import datetime

from shared.db.query import Scalar, Transaction

_CURRENT_TIME = Scalar("select statement_timestamp()", datetime)


async def current_time(session: Transaction) -> datetime:
    """Returns the time by the database's clock: asked for once the learner is locked, it orders changes as the commits
    are ordered.
    """
    return await _CURRENT_TIME.one(session)
