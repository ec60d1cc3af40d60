"""Statements that say what their rows are."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import asyncpg
import pytest
from noted.models import Note

from shared.db.database import Database
from shared.db.query import Command, Query, Scalar, columns
from shared.testing import DISTRICT_A, statement_problems


class Slotted(NamedTuple):
    note_id: UUID
    slot: int | None


_ADD = Command("""
insert into note (district_id, note_id, words, slot) values (:district_id, :note_id, :words, :slot)
""")
_SLOTS = Query("select note_id, slot from note where words = :words order by note_id", Slotted)
_COUNT = Scalar("select count(*) from note", int)
_WORDS = Scalar("select words from note order by words", str)
_REWORD = Command("update note set words = :words where slot = :slot or :slot = -1")


@pytest.fixture
async def notes(app: Database) -> list[UUID]:
    ids = sorted(uuid4() for _ in range(3))
    async with app.transaction(DISTRICT_A) as session:
        for slot, note_id in enumerate(ids):
            await _ADD.run(session, district_id=DISTRICT_A, note_id=note_id, words="same", slot=slot or None)
    return ids


async def test_rows_are_of_the_type_that_the_query_names(app: Database, notes: list[UUID]) -> None:
    async with app.transaction(DISTRICT_A) as session:
        found = await _SLOTS.all(session, words="same")
    assert found == [Slotted(notes[0], None), Slotted(notes[1], 1), Slotted(notes[2], 2)]
    assert isinstance(found[0], Slotted)


async def test_statements_run_in_a_transaction_without_a_session_too(app: Database, notes: list[UUID]) -> None:
    async with app.lean_transaction(DISTRICT_A) as lean:
        assert await _COUNT.one(lean) == 3


async def test_the_first_row_is_none_where_there_is_none_and_one_must_be_alone(
    app: Database, notes: list[UUID]
) -> None:
    async with app.transaction(DISTRICT_A) as session:
        assert await _SLOTS.first(session, words="absent") is None
        first = await _SLOTS.first(session, words="same")
        assert first is not None
        assert first.note_id == notes[0]
        for words in ("absent", "same"):
            with pytest.raises(LookupError):
                await _SLOTS.one(session, words=words)


async def test_a_scalar_is_the_first_column_s_value_or_none(app: Database, notes: list[UUID]) -> None:
    async with app.transaction(DISTRICT_A) as session:
        assert await _WORDS.all(session) == ["same"] * 3
        none = Scalar("select slot from note where note_id = :note_id", int)
        assert await none.get(session, note_id=notes[0]) is None
        assert await none.get(session, note_id=uuid4()) is None
        with pytest.raises(LookupError):
            await none.one(session, note_id=notes[0])


async def test_a_command_says_how_many_rows_it_touched(app: Database, notes: list[UUID]) -> None:
    async with app.transaction(DISTRICT_A) as session:
        assert await _REWORD.run(session, words="other", slot=1) == 1
        assert await _REWORD.run(session, words="other", slot=77) == 0
        assert await _REWORD.run(session, words="other", slot=-1) == 3
        assert await Command("set local work_mem = '1MB'").run(session) == 0


@pytest.mark.parametrize("parameters", [{}, {"word": "same"}, {"words": "same", "slot": 1}])
async def test_other_parameters_than_the_statement_s_are_refused(app: Database, parameters: dict[str, Any]) -> None:
    async with app.transaction(DISTRICT_A) as session:
        with pytest.raises((TypeError, KeyError)):
            await _SLOTS.all(session, **parameters)


async def test_a_row_of_other_columns_is_refused_at_the_first_answer(app: Database, notes: list[UUID]) -> None:
    swapped = Query("select slot, note_id from note", Slotted)
    async with app.transaction(DISTRICT_A) as session:
        with pytest.raises(TypeError, match="Slotted has"):
            await swapped.all(session)


class Kinds(NamedTuple):
    id: UUID
    words: str | None
    many: list[int]
    told: dict[str, Any]
    at: datetime


KINDS = """
select {} as id, cast('a' as {}) as words, cast('{{}}' as {}) as many, cast('{{}}' as jsonb) as told, now() as at
"""


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        (KINDS.format("gen_random_uuid()", "text", "bigint[]"), None),
        (KINDS.format("1", "text", "int[]"), "Kinds.id is"),
        (KINDS.format("gen_random_uuid()", "bytea", "int[]"), "Kinds.words is"),
        (KINDS.format("gen_random_uuid()", "text", "uuid[]"), "Kinds.many is"),
        ("select 1 as id", "Kinds has"),
    ],
)
async def test_the_database_is_asked_whether_a_row_has_its_names_and_types(
    app: Database, sql: str, problem: str | None
) -> None:
    async with app.transaction(None) as session:
        found = await Query(sql, Kinds).problems(session)
    assert len(found) == (problem is not None)
    assert all(problem is not None and one.startswith(problem) for one in found)


async def test_json_comes_as_python_has_it_and_goes_as_text(app: Database) -> None:
    class Told(NamedTuple):
        told: dict[str, Any]

    async with app.transaction(None) as session:
        back = Query("select cast(:told as jsonb) as told", Told)
        assert await back.all(session, told='{"a": [1, "b"]}') == [Told({"a": [1, "b"]})]


async def test_a_statement_that_the_database_does_not_understand_is_found_without_running_it(app: Database) -> None:
    async with app.transaction(None) as session:
        with pytest.raises(asyncpg.UndefinedColumnError):
            await Command("update note set colour = 'red'").problems(session)


async def test_all_statements_of_a_package_are_looked_at(app: Database) -> None:
    """Those of a table that only some services keep are described by these."""
    found = await statement_problems(app, "shared")
    assert [one for one in found if 'relation "learner_identifier" does not exist' not in one] == []


def test_a_model_s_columns_stand_by_name() -> None:
    assert columns(Note, "n") == "n.district_id, n.note_id, n.words, n.slot, n.version"
