"""Frameworks that were imported before records were kept are given out all the same: the migration fills them in."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import pytest
from sqlalchemy import text

from competency.main import service
from competency.migrations import versions
from devstack.provision import ServiceUrls
from services.competency.tests.frameworks.case_pieces import OPEN, package, put
from services.competency.tests.pieces import ALL
from shared.db.database import Database
from shared.run.service import Service
from shared.testing import DISTRICT_A, run_service

_RECORDS = text("""
select kind, identifier, position, active, origin, destination, record from case_record
order by kind, identifier
""")


async def test_the_migration_writes_the_records_that_an_import_writes(
    databases: Callable[[Service], ServiceUrls], monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = databases(service)
    (name,) = (m.name for m in iter_modules(versions.__path__) if m.name.endswith("_frameworks_lived_with"))
    migration = import_module(f"{versions.__name__}.{name}")
    statements: list[str] = []
    monkeypatch.setattr(migration.op, "execute", statements.append, raising=False)
    migration._fill()
    async with run_service(service, urls) as running:
        async with running.client(DISTRICT_A, *ALL) as client:
            await put(client, package("kept"))
            await put(client, package("kept", items=2))
            await put(client, package("other", licence=OPEN))
        owner = Database(urls.owner, service.read_settings(), application="test-owner")
        async with owner.transaction(DISTRICT_A) as session:
            for table in ("case_record", "framework"):
                await session.execute(text(f"alter table {table} no force row level security"))
            before = (await session.execute(_RECORDS)).all()
            await session.execute(text("delete from case_record"))
            for statement in statements:
                await session.execute(text(statement.replace(":", "\\:").replace("\\:\\:", "::")))
            after = (await session.execute(_RECORDS)).all()
            await session.execute(text("alter table case_record force row level security"))
        await owner.close()
    assert len(before) == len(after) == 31
    for old, new in zip(before, after, strict=True):
        if old.kind == "CFDocuments":
            old.record.pop("CFPackageURI")
            assert new.record.pop("CFPackageURI")["title"] == old.record["title"]
        if old.active:
            assert old == new
        else:
            assert (old.identifier, old.record) == (new.identifier, new.record)
