"""What follows when a record is amended."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from uuid import UUID

import pytest
from shown_pieces import DAY, START

from competency.rules.amendment import Amended
from competency.rules.amendment_effects import (
    AmendedPiece,
    Issued,
    Redetermine,
    Remastered,
    Revoke,
    Supersede,
    Tell,
    TellFamily,
    Told,
    consequences,
)

LEARNER, ONE, TWO, FIXED = (UUID(int=n) for n in range(1, 5))
ALGEBRA, GEOMETRY, MATHS, MUSIC = (UUID(int=n) for n in range(20, 24))
PARTNER, COLLEGE, SHARED, MOVED = (UUID(int=n) for n in range(30, 34))
BADGE, KEPT_BADGE, RECORD, OTHER_BADGE = (UUID(int=n) for n in range(40, 44))
THREE, TWO_POINTS = Decimal(3), Decimal(2)
PIECES = [
    AmendedPiece(Amended(ONE, FIXED), ALGEBRA, START + 5 * DAY),
    AmendedPiece(Amended(TWO, None), GEOMETRY, START + 9 * DAY),
]
MASTERY = [
    Remastered(MATHS, None, True, None, False),  # a parent that rolls up from algebra
    Remastered(ALGEBRA, THREE, True, TWO_POINTS, False),
    Remastered(GEOMETRY, THREE, True, THREE, True),
]
CREDENTIALS = [
    Issued(RECORD, "record", frozenset({ALGEBRA, MUSIC})),
    Issued(BADGE, "item", frozenset({ALGEBRA})),
    Issued(KEPT_BADGE, "item", frozenset({GEOMETRY}), frozenset({TWO})),
    Issued(OTHER_BADGE, "item", frozenset({MUSIC})),
]
DISCLOSURES = [
    Told(PARTNER, SHARED, ALGEBRA, "mastery", START + 6 * DAY),
    Told(PARTNER, SHARED, MATHS, "mastery", START + 6 * DAY),
    Told(PARTNER, SHARED, ALGEBRA, "mastery", START + 7 * DAY),
    Told(COLLEGE, MOVED, GEOMETRY, "evidence", START + 9 * DAY),
    Told(COLLEGE, SHARED, GEOMETRY, "mastery", START + 9 * DAY),  # what it was told is still so
    Told(COLLEGE, SHARED, ALGEBRA, "mastery", START + 4 * DAY),  # before the piece was recorded
    Told(COLLEGE, SHARED, GEOMETRY, "evidence", START + 8 * DAY),
    Told(COLLEGE, SHARED, MUSIC, "mastery", START + 9 * DAY),
]


def test_on_acceptance_evidence_mastery_credentials_receivers_and_the_family_follow_in_this_order() -> None:
    assert consequences(LEARNER, PIECES, MASTERY, CREDENTIALS, DISCLOSURES) == (
        Supersede(ONE, FIXED),
        Supersede(TWO, None),
        Redetermine(MASTERY[1]),
        Redetermine(MASTERY[0]),
        Revoke(BADGE, reissue=False),  # no longer mastered
        Revoke(KEPT_BADGE, reissue=True),  # mastered still, but it names evidence that is void
        Revoke(RECORD, reissue=True),
        Tell(PARTNER, SHARED, (ALGEBRA, MATHS)),
        Tell(COLLEGE, MOVED, (GEOMETRY,)),
        TellFamily(LEARNER),
    )


def test_nothing_follows_where_nothing_is_amended() -> None:
    assert consequences(LEARNER, [], MASTERY, CREDENTIALS, DISCLOSURES) == ()


def test_where_mastery_comes_out_the_same_nobody_but_the_family_need_be_told_of_it() -> None:
    same = [replace(one, score=one.score_before, mastered=one.mastered_before) for one in MASTERY]
    found = consequences(LEARNER, PIECES[:1], same, CREDENTIALS, DISCLOSURES)
    assert found == (Supersede(ONE, FIXED), TellFamily(LEARNER))


def test_a_better_score_reissues_the_credential() -> None:
    better = [Remastered(ALGEBRA, THREE, True, Decimal(4), True)]
    found = consequences(LEARNER, PIECES[:1], better, CREDENTIALS[1:2], [])
    assert Revoke(BADGE, reissue=True) in found


@pytest.mark.parametrize("seed", range(4))
def test_the_consequences_do_not_depend_on_the_order_of_what_is_handed_in(seed: int) -> None:
    whole = consequences(LEARNER, PIECES, MASTERY, CREDENTIALS, DISCLOSURES)
    pieces, mastery, credentials = (list(permutations(some))[-1 - seed % 2] for some in (PIECES, MASTERY, CREDENTIALS))
    assert consequences(LEARNER, pieces, mastery, credentials, DISCLOSURES[seed:] + DISCLOSURES[:seed]) == whole
