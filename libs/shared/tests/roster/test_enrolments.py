"""Who is in a class today and whose guardian counts: one meaning, asked of PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from shared.roster.enrolments import enrolment_counts, guardian_counts

DISTRICT, CLASS, TERM, LEARNER, GUARDIAN = (UUID(int=n) for n in range(1, 6))
FIRST, LAST = date(2027, 1, 5), date(2027, 6, 4)
BEFORE, WITHIN, AFTER = date(2027, 1, 4), date(2027, 3, 1), date(2027, 6, 5)
TABLES = """
create temp table enrolment (district_id uuid, person_id uuid, class_id uuid, starts_on date, ends_on date,
                             active boolean);
create temp table guardian (district_id uuid, learner_id uuid, guardian_id uuid, active boolean);
create temp table class (district_id uuid, class_id uuid, term_id uuid, active boolean);
create temp table term (district_id uuid, term_id uuid, starts_on date, ends_on date, active boolean);
create temp table person (district_id uuid, person_id uuid, active boolean);
"""


class Roster:
    """A roster of one district, in tables as a service keeps them."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def add(self, table: str, *values: object, district: UUID = DISTRICT) -> None:
        marks = ", ".join(f"${n + 2}" for n in range(len(values)))
        await self._connection.execute(f"insert into {table} values ($1, {marks})", district, *values)

    async def enrol(self, starts_on: date | None = None, ends_on: date | None = None, *, active: bool = True) -> None:
        await self.add("enrolment", LEARNER, CLASS, starts_on, ends_on, active)

    async def enrolled(self, day: date) -> bool:
        found: bool = await self._connection.fetchval(
            f"select {enrolment_counts('e', '$1::date')} from enrolment e", day
        )
        return found

    async def on(self, *days: date) -> list[bool]:
        return [await self.enrolled(day) for day in days]

    async def guards(self) -> bool:
        found: bool = await self._connection.fetchval(f"select {guardian_counts('g')} from guardian g")
        return found


@pytest.fixture
async def roster(shared_urls: Any) -> AsyncIterator[Roster]:
    connection = await asyncpg.connect(shared_urls.owner)
    try:
        await connection.execute(TABLES)
        yield Roster(connection)
    finally:
        await connection.close()


async def test_an_enrolment_without_dates_counts_on_every_day(roster: Roster) -> None:
    await roster.enrol()
    assert await roster.on(date.min, WITHIN, date.max) == [True, True, True]


async def test_an_enrolment_counts_from_its_first_to_its_last_day_both_included(roster: Roster) -> None:
    await roster.enrol(FIRST, LAST)
    assert await roster.on(BEFORE, FIRST, WITHIN, LAST, AFTER) == [False, True, True, True, False]


async def test_an_enrolment_that_was_ended_counts_on_no_day(roster: Roster) -> None:
    await roster.enrol(FIRST, LAST, active=False)
    assert not await roster.enrolled(WITHIN)


@pytest.mark.parametrize("active", [True, False])
async def test_an_enrolment_counts_while_its_class_goes_on(roster: Roster, active: bool) -> None:
    await roster.enrol()
    await roster.add("class", CLASS, None, active)
    assert await roster.enrolled(WITHIN) is active


async def test_an_enrolment_without_dates_is_as_long_as_the_term_of_its_class(roster: Roster) -> None:
    await roster.enrol()
    await roster.add("class", CLASS, TERM, True)
    await roster.add("term", TERM, FIRST, LAST, True)
    assert await roster.on(BEFORE, FIRST, WITHIN, LAST, AFTER) == [False, True, True, True, False]


async def test_dates_of_its_own_narrow_the_term_and_never_widen_it(roster: Roster) -> None:
    await roster.enrol(date(2026, 12, 1), WITHIN)
    await roster.add("class", CLASS, TERM, True)
    await roster.add("term", TERM, FIRST, LAST, True)
    assert await roster.on(BEFORE, FIRST, WITHIN, date(2027, 3, 2), LAST) == [False, True, True, False, False]


async def test_a_term_that_was_ended_ends_its_classes(roster: Roster) -> None:
    await roster.enrol()
    await roster.add("class", CLASS, TERM, True)
    await roster.add("term", TERM, FIRST, LAST, False)
    assert not await roster.enrolled(WITHIN)


@pytest.mark.parametrize("active", [True, False])
async def test_an_enrolment_counts_while_the_person_is_one_of_the_districts(roster: Roster, active: bool) -> None:
    await roster.enrol()
    await roster.add("person", LEARNER, active)
    assert await roster.enrolled(WITHIN) is active


async def test_what_nobody_has_told_of_hides_nothing(roster: Roster) -> None:
    await roster.enrol()
    assert await roster.enrolled(WITHIN), "neither class nor person is known"
    await roster.add("class", CLASS, TERM, True)
    assert await roster.enrolled(WITHIN), "its term is not known"


async def test_rows_of_another_roster_say_nothing(roster: Roster) -> None:
    other = uuid4()
    await roster.enrol()
    await roster.add("guardian", LEARNER, GUARDIAN, True)
    await roster.add("class", CLASS, TERM, True)
    await roster.add("class", CLASS, None, False, district=other)
    await roster.add("term", TERM, FIRST, BEFORE, False, district=other)
    await roster.add("person", LEARNER, False, district=other)
    assert await roster.enrolled(WITHIN)
    assert await roster.guards()


@pytest.mark.parametrize("inactive", ["nobody", "guardianship", "learner", "guardian"])
async def test_a_guardian_counts_while_the_guardianship_and_both_people_do(roster: Roster, inactive: str) -> None:
    await roster.add("guardian", LEARNER, GUARDIAN, inactive != "guardianship")
    await roster.add("person", LEARNER, inactive != "learner")
    await roster.add("person", GUARDIAN, inactive != "guardian")
    assert await roster.guards() is (inactive == "nobody")


async def test_a_guardian_counts_though_nobody_has_told_of_the_people(roster: Roster) -> None:
    await roster.add("guardian", LEARNER, GUARDIAN, True)
    assert await roster.guards()
