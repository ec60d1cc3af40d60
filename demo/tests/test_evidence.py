import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo import framework
from demo.evidence import UNTIL, Evidence, district_evidence, evidence
from demo.network import network
from demo.progress import FEWEST_MASTERED, FEWEST_PIECES, MOST_MASTERED, MOST_PIECES, Piece, Progress
from demo.records import Role, SisId

NETWORK = network()
EVIDENCE = list(evidence(NETWORK))
GOLDEN = "517711a11cdb6c9399c3d96ee74c957af392b5ff8697b364f7b99420f9cf7753"
MASTERY = framework.MASTERY_SCORE
CODES = {framework.identifier(target.code): target.code for target in framework.targets()}
FOLLOWS = {target.code: target.follows for target in framework.targets()}


def digest(pieces: Iterable[Evidence]) -> str:
    return hashlib.sha256("\n".join(map(repr, pieces)).encode()).hexdigest()


def by_learner(pieces: Iterable[Evidence]) -> dict[tuple[str, SisId], list[Evidence]]:
    found: dict[tuple[str, SisId], list[Evidence]] = defaultdict(list)
    for piece in pieces:
        found[piece.district, piece.learner].append(piece)
    return found


def test_the_same_seed_gives_the_same_evidence_for_ever() -> None:
    assert digest(EVIDENCE) == GOLDEN
    assert digest(evidence(NETWORK, 8)) != GOLDEN


def test_a_district_alone_gives_its_part_of_the_whole() -> None:
    host = NETWORK.host
    assert list(district_evidence(host)) == [piece for piece in EVIDENCE if piece.district == host.code]


def test_every_reference_resolves_and_every_learner_has_evidence() -> None:
    learners = {(d.code, person.sis) for d in NETWORK.districts for person in d.learners}
    assert set(by_learner(EVIDENCE)) == learners
    assert {piece.item for piece in EVIDENCE} <= set(CODES)


def test_external_ids_are_unique_and_give_no_number_of_the_sis_away() -> None:
    ids = {piece.external_id for piece in EVIDENCE}
    assert len(ids) == len(EVIDENCE)
    assert all(UUID(each).version == 5 for each in ids)


def test_pieces_are_in_order_since_the_enrolment_on_school_days() -> None:
    begins = {
        (district.code, e.person): e.begins
        for district in NETWORK.districts
        for e in district.enrolments
        if e.role is Role.LEARNER
    }
    for learner, pieces in by_learner(EVIDENCE).items():
        times = [piece.observed_at for piece in pieces]
        assert times == sorted(set(times))
        assert begins[learner] <= times[0].date()
        assert times[-1].date() <= UNTIL
        assert all(time.tzinfo is UTC and time.weekday() < 5 for time in times)


def test_learners_differ_in_how_much_they_show_and_master() -> None:
    learners = by_learner(EVIDENCE).values()
    shown = sorted(len(pieces) for pieces in learners)
    mastered = sorted(len({p.item for p in pieces if p.score >= MASTERY}) for pieces in learners)
    assert FEWEST_PIECES <= shown[0] < 25 < 55 < shown[-1] <= MOST_PIECES
    assert FEWEST_MASTERED <= mastered[0] < 14 < 30 < mastered[-1] <= MOST_MASTERED
    assert 15 <= mastered[len(mastered) // 2] <= 25


def test_no_level_and_no_grade_is_left_out() -> None:
    assert {CODES[piece.item] for piece in EVIDENCE} == set(FOLLOWS)


def test_nothing_knows_seat_time() -> None:
    names = {field.name for field in fields(Evidence)}
    assert names == {"external_id", "district", "learner", "item", "score", "observed_at", "source"}


def test_a_year_that_has_not_begun_holds_no_evidence() -> None:
    assert list(evidence(network(7, 5), until=date(2026, 8, 1))) == []


def test_a_namespace_changes_identifiers_and_nothing_else() -> None:
    small, other = network(7, 3), UUID(int=1)
    pairs = zip(evidence(small), evidence(small, seed_namespace=other), strict=True)
    for one, two in pairs:
        assert two.item == framework.identifier(CODES[one.item], other)
        assert (one.learner, one.score, one.observed_at) == (two.learner, two.score, two.observed_at)


@settings(deadline=None, max_examples=200)
@given(seed=st.integers(min_value=0), level=st.sampled_from(sorted(framework.LEVEL_GRADES)))
def test_any_learner_moves_on_only_from_what_they_mastered(seed: int, level: int) -> None:
    pieces = list(Progress(Random(seed), level).pieces())
    assert FEWEST_PIECES <= len(pieces) <= MOST_PIECES
    assert all(piece.score * 2 in range(9) for piece in pieces)
    first = first_mastered(pieces)
    assert FEWEST_MASTERED <= len(first) <= MOST_MASTERED
    for code, place in first.items():
        for needed in FOLLOWS[code]:
            # Not shown at all means known before this year; shown means mastered earlier than what needs it.
            shown = [number for number, piece in enumerate(pieces) if piece.target == needed]
            assert not shown or first.get(needed, len(pieces)) < place or pieces[place].source == "portfolio"


def first_mastered(pieces: list[Piece]) -> dict[str, int]:
    first: dict[str, int] = {}
    for place, piece in enumerate(pieces):
        if piece.score >= MASTERY:
            first.setdefault(piece.target, place)
    return first


@pytest.mark.parametrize("level", sorted(framework.LEVEL_GRADES))
def test_most_learners_work_near_their_level(level: int) -> None:
    pieces = [piece for seed in range(30) for piece in Progress(Random(seed), level).pieces()]
    near = [piece for piece in pieces if abs(int(piece.target[-1]) - level) <= 2]
    assert len(near) / len(pieces) > 0.8
