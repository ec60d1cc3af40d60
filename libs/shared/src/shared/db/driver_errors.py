"""What the errors of PostgreSQL's driver mean, which come as they are or wrapped by SQLAlchemy."""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from shared.errors import OutcomeUnknown

_LOST = ("08", "57P")
"""PostgreSQL's error codes of connections: none to be had, or ended by the server."""

TROUBLED = ("40", "53", "55P03", "57014", "58")
"""And those of its troubles: transaction rolled back, resources, locks and statements that took too long, system."""


def is_unreachable(error: BaseException) -> bool:
    """Whether there is no connection to be had, or it was lost: no other transaction can do better just now.

    Only what the driver and the pool say counts: an OSError or a TimeoutError is about something else, a file or a
    call of a handler's own (`shared.db.database` turns those of connecting into the driver's).
    """
    if isinstance(error, PoolTimeoutError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return True
    driver = of_the_driver(error)
    if is_plan_outdated(error):
        return False
    if isinstance(driver, asyncpg.InternalClientError):
        return True  # the server's parting words came between two statements; the connection is lost
    if isinstance(driver, asyncpg.InterfaceError):
        return "closed" in str(driver)  # else it is our misuse of the driver
    return code_of(error).startswith(_LOST)


def is_plan_outdated(error: BaseException) -> bool:
    """Whether a migration has changed what a prepared statement answers. It is prepared anew by the next transaction
    (`shared.db.database`), so the same work, done again at once, succeeds.
    """
    outdated = (asyncpg.InvalidCachedStatementError, asyncpg.OutdatedSchemaCacheError)
    return isinstance(of_the_driver(error), outdated)


def of_the_driver(error: BaseException) -> BaseException:
    """Returns the driver's error. `shared.db.query` raises it as it is; SQLAlchemy's says where it comes from, except
    of an outdated statement, where its `driver_exception` fails.
    """
    if not isinstance(error, DBAPIError):
        return error
    return getattr(error.orig, "__cause__", None) or error.driver_exception


def code_of(error: BaseException) -> str:
    return str(getattr(of_the_driver(error), "sqlstate", None))


def is_database_away(error: BaseException) -> bool:
    """Whether it is the database's state, not the request, that is at fault: away, full, stopping, too busy, migrated
    this moment, or it chose us as a deadlock's victim. Trying again later can help.
    """
    return (
        isinstance(error, OutcomeUnknown)
        or is_unreachable(error)
        or is_plan_outdated(error)
        or code_of(error).startswith(TROUBLED)
    )
