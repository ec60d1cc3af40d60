"""Rostering's events written into a roster: again, out of order, newer than we are, from a publisher restored."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libs.shared.tests.roster.keeping import Keeper, KeptRoster
from libs.shared.tests.roster.school import TODAY, TOMORROW, YESTERDAY, School
from shared.contracts.rostering import EnrolmentChanged, GuardianChanged, PersonChanged, TermChanged
from shared.events.apply import Poison
from shared.events.event import Event
from shared.testing import DISTRICT_A
from shared.testing.deliveries import unknown_field

Told = list[Event]
CLASSES, TERMS = [uuid4(), uuid4()], [uuid4(), uuid4()]
LEARNERS, EDUCATORS, GUARDIANS = ([uuid4(), uuid4()] for _ in range(3))
ENROLMENTS = {(p, c): uuid4() for p in (*LEARNERS, *EDUCATORS) for c in CLASSES}
PERIODS = [(None, None), (YESTERDAY, TOMORROW), (TOMORROW, TOMORROW), (YESTERDAY, YESTERDAY), (TODAY, TODAY)]


async def test_the_last_word_counts_also_within_one_delivery(roster: KeptRoster) -> None:
    school = School()
    await roster.tell(
        school.guardianship(),
        school.guardianship(active=False),
        school.guardianship(),
        school.guardianship(active=False),
    )
    assert not await roster.sees("family", school.guardian, school.learner)


async def test_what_is_told_twice_counts_once(roster: KeptRoster) -> None:
    school = School()
    begun = roster.deliveries.record(DISTRICT_A, school.guardianship())
    ended = roster.deliveries.record(DISTRICT_A, school.guardianship(active=False))
    await roster.deliveries.deliver(begun, ended, begun)
    await roster.deliveries.deliver(begun)
    assert not await roster.sees("family", school.guardian, school.learner)


async def test_a_publisher_restored_from_a_backup_is_right_against_all_that_it_said_before(roster: KeptRoster) -> None:
    school, record = School(), roster.deliveries.record
    await roster.deliveries.deliver(
        record(DISTRICT_A, school.guardianship(), sequence=1),
        record(DISTRICT_A, school.guardianship(active=False), sequence=2),
    )
    late = record(DISTRICT_A, school.guardianship(active=False), sequence=3)
    await roster.deliveries.deliver(record(DISTRICT_A, school.guardianship(), sequence=2, incarnation=2))
    await roster.deliveries.deliver(late)
    assert await roster.sees("family", school.guardian, school.learner)


async def test_fields_of_a_newer_publisher_are_ignored_and_a_broken_body_is_poison(roster: KeptRoster) -> None:
    school, record = School(), roster.deliveries.record
    newer = school.guardianship()
    await roster.deliveries.deliver(record(DISTRICT_A, newer, body=unknown_field(newer, custody="none")))
    assert await roster.sees("family", school.guardian, school.learner)
    with pytest.raises(Poison):
        await roster.deliveries.deliver(record(DISTRICT_A, newer, body=b'{"learner_id": 7}'))


async def test_who_is_moved_to_another_class_is_seen_there_and_no_longer_here(
    roster: KeptRoster, school: School
) -> None:
    there = School()
    await roster.tell(there.enrolment("educator"), school.enrolment("learner", class_id=there.class_id))
    assert not await roster.sees("educator", school.educator, school.learner)
    assert await roster.sees("educator", there.educator, school.learner)


@pytest.mark.parametrize("keeper", ["mirrored"], indirect=True)
async def test_a_new_generation_is_filled_beside_the_one_in_use(roster: KeptRoster, school: School) -> None:
    record = roster.deliveries.record
    again = [
        record(DISTRICT_A, school.guardianship(), sequence=1),
        record(DISTRICT_A, school.guardianship(active=False), sequence=2),
    ]
    await roster.deliveries.deliver(*again, epoch=2)
    assert await roster.learners("family", school.guardian, generation=2) == frozenset()
    assert await roster.learners("family", school.guardian, generation=1) == frozenset({school.learner})
    assert {change.generation for change in roster.followed} == {1, 2}


async def test_followers_hear_of_the_classes_of_which_it_may_count_otherwise_who_is_in_them(
    roster: KeptRoster, school: School
) -> None:
    there = uuid4()
    told: list[tuple[Event, set[UUID]]] = [
        (school.term(TODAY, TODAY), {school.class_id}),
        (school.school_class(active=False), {school.class_id}),
        (school.person("learner", active=False), {school.class_id}),
        (school.person("guardian", active=False), set()),
        (school.guardianship(active=False), set()),
        (school.enrolment("learner", class_id=there), {school.class_id, there}),
    ]
    for event, classes in told:
        roster.followed.clear()
        await roster.tell(event)
        assert [(c.district_id, c.generation, c.classes) for c in roster.followed] == [
            (DISTRICT_A, 1, frozenset(classes))
        ], event


async def test_followers_hear_nothing_of_what_is_known_already(roster: KeptRoster, school: School) -> None:
    assert roster.followed
    roster.followed.clear()
    await roster.tell(*school.all())
    assert roster.followed == []


_ACTIVE = st.sampled_from([True, True, False])
_PERIOD = st.sampled_from(PERIODS)
_EVENTS = st.one_of(
    st.builds(
        lambda pair, period, active: EnrolmentChanged(
            enrolment_id=ENROLMENTS[pair], person_id=pair[0], class_id=pair[1],
            role="learner" if pair[0] in LEARNERS else "educator", starts_on=period[0], ends_on=period[1],
            active=active,
        ),
        st.sampled_from(list(ENROLMENTS)), _PERIOD, _ACTIVE,
    ),
    st.builds(
        lambda learner, guardian, active: GuardianChanged(learner_id=learner, guardian_id=guardian, active=active),
        st.sampled_from(LEARNERS), st.sampled_from(GUARDIANS), _ACTIVE,
    ),
    st.builds(
        lambda n, term, active: School(class_id=CLASSES[n]).school_class(term_id=term, active=active),
        st.integers(0, 1), st.sampled_from(TERMS), _ACTIVE,
    ),
    st.builds(
        lambda term, period, active: TermChanged(
            term_id=term, title="T", starts_on=period[0], ends_on=period[1], active=active
        ),
        st.sampled_from(TERMS), st.sampled_from(PERIODS[1:]), _ACTIVE,
    ),
    st.builds(
        lambda person, active: PersonChanged(person_id=person, roles=("learner",), active=active),
        st.sampled_from([*LEARNERS, *EDUCATORS, *GUARDIANS]), _ACTIVE,
    ),
)  # fmt: skip


class Meaning:
    """The meaning of a roster, in the plainest Python: of each thing the last word."""

    def __init__(self, told: Told) -> None:
        self.last: dict[Any, Any] = {}
        for event in told:
            self.last[_thing(event)] = event

    def _active(self, person: Any) -> bool:
        return person not in self.last or bool(self.last[person].active)

    def _enrolled(self, person: Any, class_id: Any) -> bool:
        enrolment = self.last.get(ENROLMENTS[person, class_id])
        if enrolment is None or not enrolment.active or not self._active(person) or not _within(enrolment):
            return False
        its_class = self.last.get(class_id)
        if its_class is None:
            return True
        term = self.last.get(its_class.term_id)
        return bool(its_class.active) and (term is None or (term.active and _within(term)))

    def taught(self, educator: UUID) -> frozenset[UUID]:
        return frozenset(
            learner
            for learner in LEARNERS
            if any(self._enrolled(educator, c) and self._enrolled(learner, c) for c in CLASSES)
        )

    def guarded(self, guardian: UUID) -> frozenset[UUID]:
        guardianships = {learner: self.last.get((learner, guardian)) for learner in LEARNERS}
        return frozenset(
            learner
            for learner, guardianship in guardianships.items()
            if guardianship is not None and guardianship.active and self._active(learner) and self._active(guardian)
        )


def _thing(event: Event) -> Any:
    if isinstance(event, GuardianChanged):
        return event.learner_id, event.guardian_id
    if isinstance(event, EnrolmentChanged):
        return event.enrolment_id
    return next(getattr(event, name) for name in ("class_id", "term_id", "person_id") if hasattr(event, name))


def _within(thing: Any) -> bool:
    return (thing.starts_on or TODAY) <= TODAY <= (thing.ends_on or TODAY)


@given(told=st.lists(_EVENTS, min_size=1, max_size=25), data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_events_in_any_order_and_told_again_mean_the_same(
    roster: KeptRoster, keeper: Keeper, told: Told, data: st.DataObject
) -> None:
    """Records of one key that come out of order wait for those before them."""
    await keeper.empty()
    roster.start_anew()
    records = [roster.deliveries.record(DISTRICT_A, event) for event in told]
    again = data.draw(st.lists(st.sampled_from(records), max_size=5))
    shuffled = data.draw(st.permutations([*records, *again]))
    cut = data.draw(st.integers(0, len(shuffled)))
    await roster.deliveries.deliver(*shuffled[:cut])
    await roster.deliveries.deliver(*shuffled[cut:])
    meaning = Meaning(told)
    for educator in EDUCATORS:
        assert await roster.learners("educator", educator) == meaning.taught(educator)
    for guardian in GUARDIANS:
        assert await roster.learners("family", guardian) == meaning.guarded(guardian)
