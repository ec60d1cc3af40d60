from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.common.scales import Level
from competency.credentials.rules.reissue import MasterySummary, after_badges_changed, after_change

MEETING, EXTENDING = Level("Meeting", Decimal(3)), Level("Extending", Decimal(4))
FIRST, SECOND = UUID(int=1), UUID(int=2)
SAYS = MasterySummary(True, Decimal("3.20"), MEETING, frozenset({FIRST}))


@pytest.mark.parametrize(
    ("held", "withdrawn", "action", "reason", "words"),
    [
        (SAYS, [], "keep", "unchanged", "What it says is still so."),
        (MasterySummary(True, Decimal("3.90"), MEETING), [], "keep", "unchanged", "What it says is still so."),
        (MasterySummary(True, Decimal("3.20"), MEETING), [SECOND], "keep", "unchanged", "What it says is still so."),
        (
            MasterySummary(False, Decimal("2.80"), Level("Approaching", Decimal(2))),
            [],
            "revoke",
            "mastery_lost",
            "The item is no longer mastered; the score is now 2.8 (Approaching).",
        ),
        (MasterySummary(False, None), [FIRST], "revoke", "mastery_lost", "The item is no longer mastered."),
        (
            MasterySummary(True, Decimal("3.20"), MEETING),
            [SECOND, FIRST],
            "reissue",
            "evidence_withdrawn",
            "Evidence it tells of was withdrawn or corrected; the item is still mastered.",
        ),
        (
            MasterySummary(True, Decimal(4), EXTENDING),
            [],
            "reissue",
            "level_changed",
            "The level has changed; the score is now 4 (Extending).",
        ),
        (
            MasterySummary(True, Decimal("3.20")),
            [],
            "reissue",
            "level_changed",
            "The level has changed; the score is now 3.2.",
        ),
    ],
)
def test_a_badge_is_kept_while_what_it_says_is_held(
    held: MasterySummary, withdrawn: list[UUID], action: str, reason: str, words: str
) -> None:
    consequence = after_change(SAYS, held, withdrawn)
    assert (consequence.action, consequence.reason, consequence.words) == (action, reason, words)


def test_without_levels_the_score_is_what_it_says() -> None:
    says = MasterySummary(True, Decimal(70))
    assert after_change(says, MasterySummary(True, Decimal("70.00"))).action == "keep"
    consequence = after_change(says, MasterySummary(True, Decimal(71)))
    assert (consequence.action, consequence.reason) == ("reissue", "score_changed")


standings = st.builds(
    MasterySummary,
    st.booleans(),
    st.none() | st.decimals(0, 4, places=2),
    st.sampled_from([None, MEETING, EXTENDING]),
    st.frozensets(st.sampled_from([FIRST, SECOND])),
)


@given(standings, standings, st.frozensets(st.sampled_from([FIRST, SECOND])))
def test_a_badge_stands_for_mastery_alone(
    says: MasterySummary, held: MasterySummary, withdrawn: frozenset[UUID]
) -> None:
    action = after_change(says, held, withdrawn).action
    assert (action == "revoke") == (not held.mastered)
    if action == "keep":
        assert says.level == held.level
        assert not says.evidence & withdrawn


@given(standings, standings)
def test_what_was_issued_anew_is_kept(says: MasterySummary, held: MasterySummary) -> None:
    if after_change(says, held).action == "reissue":
        assert after_change(held, held).action == "keep"


def test_a_withdrawn_key_issues_anew_what_is_still_so_and_no_more() -> None:
    same = after_change(SAYS, SAYS, key_withdrawn=True)
    assert (same.action, same.reason) == ("reissue", "key_withdrawn")
    assert after_change(SAYS, MasterySummary(False, None), key_withdrawn=True).reason == "mastery_lost"


@pytest.mark.parametrize(
    ("held", "now", "grows", "action", "reason"),
    [
        ("ab", "ab", False, "keep", "unchanged"),
        ("ab", "ba", True, "keep", "unchanged"),
        ("ab", "abc", False, "keep", "unchanged"),
        ("ab", "abc", True, "reissue", "badge_added"),
        ("ab", "ac", False, "reissue", "badge_changed"),
        ("ab", "a", True, "reissue", "badge_changed"),
        ("ab", "c", False, "reissue", "badge_changed"),
        ("ab", "", False, "revoke", "badge_revoked"),
        ("ab", "", True, "revoke", "badge_revoked"),
    ],
)
def test_a_record_follows_its_badges(held: str, now: str, grows: bool, action: str, reason: str) -> None:
    consequence = after_badges_changed(held, now, grows=grows)
    assert (consequence.action, consequence.reason) == (action, reason)
    without_key = after_badges_changed(held, now, grows=grows, key_withdrawn=True)
    assert without_key.reason == ("key_withdrawn" if action == "keep" else reason)


def test_a_record_whose_badges_have_no_proof_that_holds_is_issued_anew() -> None:
    unproven = after_badges_changed("ab", "ab", unproven=True)
    assert (unproven.action, unproven.reason) == ("reissue", "badge_unproven")
    assert after_badges_changed("ab", "", unproven=True).reason == "badge_revoked"


def test_a_badge_of_an_older_form_is_issued_anew() -> None:
    changed = after_change(SAYS, SAYS, form_changed=True)
    assert (changed.action, changed.reason) == ("reissue", "form_changed")
    assert after_change(SAYS, MasterySummary(False, None), form_changed=True).reason == "mastery_lost"
