"""Of no learner it can be told what they showed, whatever reports of a batch are combined and subtracted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from resources.outcomes.rules.groups import LEAST_MINIMUM
from resources.outcomes.rules.reports import Figures, Key, Report, release
from services.resources.tests.outcomes.rules.cohorts import MASTERY, Learner, first_reached, rows, some

ENDS = (None, MASTERY - 1, MASTERY)
"""To show nothing, too little, mastery."""
RESOURCES = ("lesson", "video")
After = dict[str, int | None]


class World(NamedTuple):
    learners: tuple[Learner, ...]
    after: After

    def printed(self) -> dict[Key, Report]:
        return release(rows(self.learners, self.after, RESOURCES), LEAST_MINIMUM, {})


KINDS = [*product([(), ("lesson",), ("video",), ("lesson", "video")], [2]), ((), None), (("lesson",), None)]
"""What groups used, and from which level they began."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Groups of learners who used the very same and began alike, some of them small, some of them uniform."""
    learners: list[Learner] = []
    after: After = {}
    for uses, before in KINDS:
        size = draw(st.sampled_from([8, 5, 1, 0]))
        group = some(size, *uses, before=before)
        uniform = st.sampled_from([[end] * size for end in ENDS])
        ends = draw(st.lists(st.sampled_from(ENDS), min_size=size, max_size=size) | uniform)
        after |= {one.learner: end for one, end in zip(group, ends, strict=True)}
        learners += group
    assume(len(learners) > 1)
    return World(tuple(learners), after)


def others_that_could_be(world: World, learner: Learner, insider: Learner) -> Iterator[World]:
    """Yields worlds in which a learner, and at most one more of those who began alike, showed otherwise, and the
    insider what they did. Of learners who used and showed the same, one stands for all.
    """
    alike = {
        (one.uses, world.after[one.learner]): one.learner
        for one in world.learners
        if one.before == learner.before and one not in (learner, insider)
    }
    for end in ENDS:
        yield World(world.learners, {**world.after, learner.learner: end})
        for other, other_end in product(alike.values(), ENDS):
            yield World(world.learners, {**world.after, learner.learner: end, other: other_end})


def reached(world: World, learner: Learner) -> bool:
    return world.after[learner.learner] == MASTERY


def showed(world: World, learner: Learner) -> bool:
    return world.after[learner.learner] is not None


@given(worlds(), st.data())
@settings(max_examples=80, derandomize=True)
def test_another_world_in_which_a_learner_showed_otherwise_prints_all_the_same(
    world: World, data: st.DataObject
) -> None:
    """Even for somebody who knows who used what and began where, and what one other learner showed."""
    learner = data.draw(st.sampled_from(world.learners))
    insider = data.draw(st.sampled_from([one for one in world.learners if one is not learner]))
    printed = world.printed()
    for fact in (reached, showed):
        could_be = (
            other
            for other in others_that_could_be(world, learner, insider)
            if fact(other, learner) != fact(world, learner)
        )
        assert any(other.printed() == printed for other in could_be)


def test_of_all_worlds_that_print_the_same_some_have_each_learner_otherwise() -> None:
    """Every world of five learners who used a resource, beside five others."""
    used, beside = some(LEAST_MINIMUM, "lesson"), some(LEAST_MINIMUM)
    ends_by_print: dict[Report, set[tuple[int | None, ...]]] = defaultdict(set)
    for ends in product(ENDS, repeat=len(used)):
        after = {**first_reached(beside, 2), **{one.learner: end for one, end in zip(used, ends, strict=True)}}
        found = release(rows([*used, *beside], after, ["lesson"]), LEAST_MINIMUM, {})[Key("lesson", "2026")]
        assert isinstance(found, Figures)
        ends_by_print[found].add(ends)
    assert len(ends_by_print) > 2
    for worlds_alike in ends_by_print.values():
        for learner, insider in product(range(len(used)), repeat=2):
            if learner == insider:
                continue
            for known in {ends[insider] for ends in worlds_alike}:
                possible = {ends[learner] for ends in worlds_alike if ends[insider] == known}
                assert {end == MASTERY for end in possible} == {False, True}


@given(worlds(), st.sampled_from(ENDS))
@settings(max_examples=40, derandomize=True)
def test_what_is_withheld_hangs_on_nothing_that_was_shown(world: World, end: int | None) -> None:
    other = World(world.learners, {one.learner: end for one in world.learners})
    assert {key: found for key, found in world.printed().items() if not isinstance(found, Figures)} == {
        key: found for key, found in other.printed().items() if not isinstance(found, Figures)
    }
