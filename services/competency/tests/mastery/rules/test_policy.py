from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from competency.mastery.rules.policy import (
    KINDS,
    LONGEST_WINDOW,
    Policy,
    PolicyLevel,
    PolicyRefused,
    PolicyVersion,
    in_force,
    resolve,
)
from services.competency.tests.evidence.shown_pieces import DAY, METHODS, SCALE, START

ITEM, OTHER_ITEM, FRAMEWORK = UUID(int=1), UUID(int=2), UUID(int=3)
FALLBACK = Policy(scale=SCALE)
LATEST = Policy(scale=SCALE, method="latest")


def version(level: PolicyLevel, number: int = 1, day: float = 0, policy: Policy | None = LATEST) -> PolicyVersion:
    subjects: dict[PolicyLevel, UUID | None] = {"item": ITEM, "framework": FRAMEWORK, "district": None}
    return PolicyVersion(
        level=level, subject=subjects[level], version=number, effective_from=START + day * DAY, policy=policy
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "pointer", "problem"),
    [
        ({"method": "seat_time"}, "/method", "choose one of highest, latest"),
        ({"method": "n_mastery"}, "/parameter", "1 to 10"),
        ({"method": "n_mastery", "parameter": 11}, "/parameter", "11 is out of range .* 1 to 10"),
        ({"method": "decaying_average", "parameter": 0}, "/parameter", "1 to 99"),
        ({"method": "standard_decaying_average", "parameter": 49}, "/parameter", "50 to 99"),
        ({"parameter": 3}, "/parameter", "takes no parameter"),
        ({"mastery": Decimal(5)}, "/mastery", "5 is off the scale, 0 to 4"),
        ({"mastery": Decimal("2.995")}, "/mastery", "more than two places"),
        ({"mastery": Decimal("NaN")}, "/mastery", "finite"),
        ({"kinds": frozenset()}, "/kinds", "at least one of teacher_judgement"),
        ({"kinds": frozenset({"rumour"})}, "/kinds", "no kind rumour; choose from teacher_judgement"),
        ({"kinds": frozenset({"self", "peer"})}, "/kinds", "only support"),
        ({"self_and_peer": "always"}, "/self_and_peer", "supports, counts"),
        ({"window_days": 0}, "/window_days", f"1 to {LONGEST_WINDOW} days"),
        ({"window_days": LONGEST_WINDOW + 1}, "/window_days", f"1 to {LONGEST_WINDOW} days"),
    ],
)
def test_a_policy_out_of_range_is_told_the_range(given: dict[str, Any], pointer: str, problem: str) -> None:
    with pytest.raises(PolicyRefused, match=problem) as refused:
        Policy(scale=SCALE, **given)
    assert list(refused.value.problems) == [pointer]


def test_a_policy_is_told_all_that_is_wrong_at_once() -> None:
    with pytest.raises(PolicyRefused) as refused:
        Policy(scale=SCALE, method="n_mastery", parameter=0, mastery=Decimal(9), window_days=-1)
    assert list(refused.value.problems) == ["/parameter", "/mastery", "/window_days"]


@pytest.mark.parametrize(("method", "parameter"), METHODS)
def test_the_ends_of_every_range_belong_to_it(method: str, parameter: int | None) -> None:
    for window in (1, LONGEST_WINDOW, None):
        Policy(scale=SCALE, method=method, parameter=parameter, window_days=window, mastery=SCALE.maximum)


def test_what_a_policy_does_not_say_is_the_methods_default_and_the_scales_mastery() -> None:
    assert Policy(scale=SCALE, method="decaying_average").parameter_in_effect == 65
    assert Policy(scale=SCALE, method="decaying_average", parameter=75).parameter_in_effect == 75
    assert FALLBACK.parameter_in_effect is None
    assert FALLBACK.mastery_level == 3
    assert Policy(scale=SCALE, mastery=Decimal(2)).mastery_level == 2


def test_a_policy_weighs_by_its_own_method_parameter_and_mastery_level() -> None:
    scores = [Decimal(2), Decimal(3), Decimal(4)]
    assert str(Policy(scale=SCALE, method="decaying_average").weigher()(scores).score) == "3.48"
    assert Policy(scale=SCALE, method="n_mastery", parameter=3).weigher()(scores).score is None
    assert Policy(scale=SCALE, method="n_mastery", parameter=3, mastery=Decimal(2)).weigher()(scores).score == 3


def test_learners_own_evidence_counts_only_where_the_district_says_so() -> None:
    assert set(KINDS) - FALLBACK.kinds == {"self", "peer"}


def test_the_narrowest_policy_decides() -> None:
    levels: tuple[tuple[PolicyLevel, int], ...] = (("item", 1), ("framework", 2), ("district", 3))
    item, framework, district = (version(level, policy=replace(LATEST, window_days=days)) for level, days in levels)
    for versions, decides in [
        ([district, framework, item], item),
        ([district, framework], framework),
        ([district], district),
    ]:
        assert resolve(in_force(versions, START), ITEM, FRAMEWORK, FALLBACK) == (decides.policy, decides)
    assert resolve(in_force([item, framework], START), OTHER_ITEM, FRAMEWORK, FALLBACK).version == framework
    assert resolve(in_force([item, framework], START), OTHER_ITEM, OTHER_ITEM, FALLBACK) == (FALLBACK, None)


def test_a_version_is_in_force_from_its_moment_on_until_the_next_one_is() -> None:
    first, second = version("item", 1, day=0), version("item", 2, day=5)
    for moment, decides in [(-0.001, None), (0, first), (4.999, first), (5, second), (99, second)]:
        for versions in permutations([first, second]):
            found = resolve(in_force(versions, START + moment * DAY), ITEM, FRAMEWORK, FALLBACK)
            assert found.version == decides


def test_of_two_versions_that_take_effect_together_the_one_made_later_is_in_force() -> None:
    first, second = version("item", 1), version("item", 2)
    for versions in permutations([first, second]):
        assert in_force(versions, START) == {("item", ITEM): second}


def test_a_version_made_later_but_effective_earlier_does_not_end_the_one_between() -> None:
    planned, backdated = version("item", 1, day=5), version("item", 2, day=1)
    assert in_force([planned, backdated], START + 3 * DAY) == {("item", ITEM): backdated}
    assert in_force([planned, backdated], START + 6 * DAY) == {("item", ITEM): planned}


def test_a_policy_that_is_withdrawn_gives_way_to_the_wider_one() -> None:
    district = version("district")
    versions = [district, version("item", 1), version("item", 2, day=5, policy=None)]
    assert resolve(in_force(versions, START + 6 * DAY), ITEM, FRAMEWORK, FALLBACK).version == district


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"effective_from": datetime(2026, 9, 1)}, "time zone"),  # noqa: DTZ001
        ({"version": 0}, "numbered from 1"),
        ({"level": "district"}, "no subject"),
        ({"subject": None}, "names its item or framework"),
    ],
)
def test_a_version_that_cannot_be_meant_is_refused(parts: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        replace(version("item"), **parts)
