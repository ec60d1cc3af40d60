"""What a successor may read, until when content is kept, how an engagement may end, and what is late."""

from datetime import date, timedelta
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.engagements.rules.charter import Terms, document_hash, validate_signing
from coaching.engagements.rules.closure import (
    READABLE,
    Content,
    Retained,
    validate_readable,
    validate_retention,
)
from coaching.engagements.rules.contact import contact_deadline, is_missed, stalls
from coaching.engagements.rules.ends import End, validate_end
from coaching.engagements.rules.milestones import is_late, validate_reached
from coaching.engagements.rules.phases import PHASES
from shared.values.ids import new_id

DAY = date(2026, 9, 1)
ONE = timedelta(days=1)
CONTENTS: tuple[Content, ...] = get_args(Content)


@given(st.lists(st.sampled_from(CONTENTS), unique=True))
def test_what_was_written_for_one_or_for_a_pair_is_never_read_by_a_successor(readable: list[Content]) -> None:
    refused = {readable[int(one.pointer.rpartition("/")[2])] for one in validate_readable(readable)}
    assert refused == set(readable) - set(READABLE)
    assert not {"pair_notes", "private_notes"} & set(READABLE)


def test_each_kind_is_named_once() -> None:
    assert [one.pointer for one in validate_readable(["actions", "actions"])] == ["/readable/1"]


@given(st.none() | st.dates(DAY, DAY + 400 * ONE), st.dates(DAY - 9 * ONE, DAY + 4000 * ONE))
def test_nothing_is_destroyed_before_the_last_meeting_nor_on_a_day_that_is_over(
    last: date | None, destroy_on: date
) -> None:
    problems = [*validate_retention(last, [Retained("pair_notes", destroy_on)], DAY)]
    if not problems:
        assert last is not None
        assert last < destroy_on
        assert DAY < destroy_on <= DAY + 7 * 366 * ONE


@pytest.mark.parametrize("end", get_args(End))
def test_how_an_engagement_may_end(end: End) -> None:
    may = {
        (phase, sharing)
        for phase, sharing in product(PHASES, ("none_demanded", "awaited", "in_force", "over"))
        if validate_end(end, "other", phase, sharing) is None  # type: ignore[arg-type]
    }
    every = set(product(PHASES, ("none_demanded", "awaited", "in_force", "over")))
    assert (
        may
        == {
            "completed": {one for one in every if one[0] == "on_their_own"},
            "ended_early": every,
            "agreement_ended": {one for one in every if one[1] == "over"},
            "partner_withdrew": set(),
        }[end]
    )


def test_who_ends_early_says_why() -> None:
    assert validate_end("ended_early", None, "year_one", "in_force") is not None


def test_a_milestone_is_late_from_the_day_after_until_it_is_reached() -> None:
    assert [is_late(DAY, None, DAY + one * ONE) for one in (-1, 0, 1)] == [False, False, True]
    assert not is_late(DAY, DAY + 9 * ONE, DAY + 10 * ONE)


def test_a_milestone_is_reached_once_on_a_day_of_the_engagement() -> None:
    assert validate_reached(DAY, None, DAY, DAY) is None
    assert validate_reached(DAY + ONE, None, DAY, DAY) is not None
    assert validate_reached(DAY - ONE, None, DAY, DAY) is not None
    assert validate_reached(DAY, DAY, DAY, DAY) is not None


@given(st.dates(DAY, DAY + 40 * ONE), st.none() | st.dates(DAY, DAY + 90 * ONE), st.integers(1, 90))
def test_a_contact_is_missed_only_after_its_last_day_and_where_none_was_held(
    today: date, held_on: date | None, within: int
) -> None:
    deadline = contact_deadline(DAY, within)
    missed = held_on is None and today > deadline
    assert is_missed(deadline, held_on, today) == missed
    assert stalls(deadline, held_on, 0, today) == (["first_contact_missed"] if missed else [])
    assert "milestone_late" in stalls(deadline, held_on, 1, today)


def test_a_hash_is_of_one_version_of_one_engagement() -> None:
    one, other = new_id(), new_id()
    terms = Terms("We meet.", "none", "platform_only", "weekly", 10)
    hashes = {
        document_hash(engagement, number, said)
        for engagement in (one, other)
        for number in (1, 2)
        for said in (terms, terms._replace(words="We do not."), terms._replace(recording="safeguarding_only"))
    }
    assert len(hashes) == 12
    assert document_hash(one, 1, terms) == document_hash(one, 1, Terms(*terms))


def test_what_is_signed_is_the_newest_version_that_was_read_once() -> None:
    assert validate_signing(2, "h", 2, "h", False) is None
    assert "Version 3" in (validate_signing(2, "h", 3, "i", False) or "")
    assert validate_signing(2, "x", 2, "h", False) is not None
    assert validate_signing(2, "h", 2, "h", True) is not None
