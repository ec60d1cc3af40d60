"""Whether a database stands where the code expects it, or further on. Without Alembic, which only `shared.migrations`
needs: it would cost every process that serves its import.

Revisions are numbered, so code knows one that it has never heard of to be newer by its number.
"""

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import asyncpg

from shared.db.database import Database
from shared.db.query import Scalar

if TYPE_CHECKING:
    from shared.run.service import Service

_FILE = re.compile(r"(\d{4})_\w+\.py")
_NUMBER = re.compile(r"\d{4}")
_CURRENT = Scalar("select version_num from alembic_version", str)


async def revision_problem(database: Database, service: "Service") -> str | None:
    """What is wrong with the database's revision, or None. A newer one is fine: expand, migrate, contract."""
    try:
        async with database.statements() as session:
            current = await _CURRENT.get(session)
    except asyncpg.UndefinedTableError:
        current = None
    newest = newest_revision(service.name)
    if current is None or (current < newest and _NUMBER.fullmatch(current)):
        return f"the database is at {current or 'nothing'}, older than this code: run `trellis {service.name} migrate`"
    if current != newest and not is_newer(current, newest):
        return f"the database is at {current}, which is no revision of {service.name}: is it another program's?"
    return None


def is_newer(revision: str, than: str) -> bool:
    return _NUMBER.fullmatch(revision) is not None and revision > than


@cache
def newest_revision(service: str) -> str:
    """The newest that this code has: their files are named for them."""
    files = (resources.files(service) / "migrations" / "versions").iterdir()
    return max(found[1] for file in files if (found := _FILE.fullmatch(file.name)))
