"""A migration's beginning, over a database that has lived: as an upgrade of an older release finds it."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

import pytest
from sqlalchemy import text

from competency.main import service
from competency.migrations import versions
from devstack.provision import ServiceUrls
from shared.db.database import Database
from shared.testing import DISTRICT_A


async def upgraded(urls: ServiceUrls, migration: str, tables: Sequence[str], *forgetting: str) -> None:
    """Run what the migration of this name fills its tables with, once these statements have forgotten what had been
    written down of district A since.
    """
    (name,) = (m.name for m in iter_modules(versions.__path__) if m.name.endswith(f"_{migration}"))
    module = import_module(f"{versions.__name__}.{name}")
    statements: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module.op, "execute", statements.append, raising=False)
        module._begin()
    assert statements
    fences = [[f"alter table {one} {how} row level security" for one in tables] for how in ("no force", "force")]
    owner = Database(urls.owner, service.read_settings(), application="test-owner")
    try:
        async with owner.transaction(DISTRICT_A) as session:
            for statement in [*fences[0], *forgetting, *statements, *fences[1]]:
                await session.execute(text(statement))
    finally:
        await owner.close()
