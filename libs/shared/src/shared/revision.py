"""Whether a database stands where the code expects it. Without Alembic, which only `shared.migrations` needs: it would
cost every process that serves its import.
"""

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from shared.db import Database
from shared.statement import Statement

if TYPE_CHECKING:
    from shared.service import Service

_FILE = re.compile(r"(\d{4})_\w+\.py")
_CURRENT = Statement("select version_num from alembic_version")


async def revision_problem(database: Database, service: "Service") -> str | None:
    """What is wrong with the database's revision, or None. A newer one is fine: expand, migrate, contract."""
    async with database.statements() as session:
        current = await _CURRENT.scalar(session)
    known = _known(service.name)
    if current is None or (current in known and current != known[-1]):
        return f"the database is at {current or 'nothing'}, older than this code: run `trellis {service.name} migrate`"
    return None


@cache
def _known(service: str) -> tuple[str, ...]:
    """The revisions that this code has, in order: they are numbered, and their files are named for them."""
    files = (resources.files(service) / "migrations" / "versions").iterdir()
    return tuple(sorted(found[1] for file in files if (found := _FILE.fullmatch(file.name))))
