"""The connections of a database that are in use."""

from sqlalchemy.pool import QueuePool

from shared.db.database import Database


def pool_of(database: Database) -> QueuePool:
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    return pool
