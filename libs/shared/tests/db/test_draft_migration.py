"""`trellis <service> draft-migration`: what the models have and the database has not, as a migration to be mended."""

import asyncio
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from noted.main import service
from typer.testing import CliRunner

from shared.cli import _commands_of
from shared.run.service import Service

_ENV = """
from alembic import context
from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid
from noted.models import metadata as before
from shared.migrations import run_environment
from shared.db.database import kind

metadata = MetaData(naming_convention=before.naming_convention)
for table in before.tables.values():
    table.to_metadata(metadata)
if {changed}:
    metadata.tables["note"].append_column(Column("colour", Text))
    Table("shelf", metadata, Column("district_id", Uuid, primary_key=True), Column("places", Integer, nullable=False),
          **kind("district"))
run_environment(context, metadata)
"""


class Drafted:
    """A service beside `noted`, on its database and with its history, whose models have gone on or not."""

    def __init__(self, folder: Path) -> None:
        self.name = f"noted{uuid4().hex[:8]}"
        self.versions = folder / self.name / "migrations" / "versions"
        source = Path(__file__).parents[1] / "example" / "noted" / "migrations"
        shutil.copytree(source, self.versions.parent, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / self.name / "__init__.py").touch()
        self.service: Service = replace(service, name=self.name)

    async def draft(self, message: str, *, changed: bool) -> Any:
        (self.versions.parent / "env.py").write_text(_ENV.format(changed=changed))
        command = ["draft-migration", message]  # which runs a loop of its own
        return await asyncio.to_thread(CliRunner().invoke, _commands_of(self.service), command)

    def written(self) -> list[Path]:
        return sorted(file for file in self.versions.glob("0*.py") if not file.name.startswith("0001"))


@pytest.fixture
def drafted(urls: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drafted:
    made = Drafted(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    for role, url in (("", urls.app), ("WORKER_", urls.worker), ("OWNER_", urls.owner)):
        monkeypatch.setenv(f"{made.name.upper()}_{role}DATABASE_URL", url)
    return made


async def test_a_draft_says_what_the_models_have_and_the_database_has_not(drafted: Drafted) -> None:
    result = await drafted.draft("colours and shelves", changed=True)
    assert result.exit_code == 0, result.output + repr(result.exception)
    [file] = drafted.written()
    assert file.name == "0002_colours_and_shelves.py"
    text = file.read_text()
    assert 'revision = "0002"' in text.replace("'", '"')
    assert 'down_revision = "0001"' in text.replace("'", '"')
    assert re.search(r'op\.create_table\(\s*["\']shelf["\']', text)
    assert re.search(r'op\.add_column\(["\']note["\'], sa\.Column\(["\']colour["\']', text)
    assert "info" not in text, "a table's kind is for the catalogue test"
    assert "drop" not in text
    compile(text, file.name, "exec")


async def test_where_models_and_database_agree_a_draft_changes_nothing(drafted: Drafted) -> None:
    assert (await drafted.draft("nothing", changed=False)).exit_code == 0
    [file] = drafted.written()
    assert "op." not in file.read_text().partition("def upgrade")[2]


async def test_a_draft_is_numbered_behind_the_newest_revision(drafted: Drafted) -> None:
    await drafted.draft("first", changed=False)
    result = await drafted.draft("second", changed=False)
    assert result.exit_code == 1, "the database is behind the first draft, so what it lacks cannot be told"
    assert [file.name for file in drafted.written()] == ["0002_first.py"]


async def test_without_the_owners_url_a_draft_says_what_it_needs(
    drafted: Drafted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(f"{drafted.name.upper()}_OWNER_DATABASE_URL")
    result = await drafted.draft("x", changed=True)
    assert result.exit_code == 1
    assert f"{drafted.name.upper()}_OWNER_DATABASE_URL" in str(result.exception) + result.output
    assert drafted.written() == []
