"""Who may see whom, told by rostering's events and asked of a service's database."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from libs.shared.tests.roster.keeping import KeptRoster, caller
from libs.shared.tests.roster.school import TODAY, TOMORROW, YESTERDAY, School
from shared.auth.claims import Role
from shared.errors import NotFound
from shared.events import Event
from shared.testing import DISTRICT_A, DISTRICT_B

LONG_AGO, LATER = TODAY - timedelta(days=100), TODAY + timedelta(days=100)


@pytest.mark.parametrize("role", ["leader", "operator", "system"])
async def test_who_answers_for_the_district_sees_everybody(roster: KeptRoster, role: Role) -> None:
    assert await roster.learners(role, None) is None
    assert await roster.sees(role, None, uuid4())


async def test_a_learner_sees_themself_and_nobody_else(roster: KeptRoster, school: School) -> None:
    assert await roster.learners("learner", school.learner) == frozenset({school.learner})
    assert not await roster.sees("learner", school.learner, uuid4())
    assert not await roster.sees("learner", school.educator, school.learner)


@pytest.mark.parametrize("role", ["learner", "family", "educator"])
async def test_an_account_that_is_no_person_sees_nobody(roster: KeptRoster, school: School, role: Role) -> None:
    assert await roster.learners(role, None) == frozenset()
    assert not await roster.sees(role, None, school.learner)


async def test_an_educator_sees_the_learners_of_all_classes_that_they_teach(roster: KeptRoster, school: School) -> None:
    other_class, second = uuid4(), uuid4()
    await roster.tell(
        school.enrolment("educator", enrolment_id=uuid4(), class_id=other_class),
        school.enrolment("learner", enrolment_id=uuid4(), class_id=other_class),
        school.enrolment("learner", enrolment_id=uuid4(), class_id=other_class, person_id=second),
        school.enrolment("learner", enrolment_id=uuid4(), class_id=uuid4(), person_id=uuid4()),
    )
    assert await roster.learners("educator", school.educator) == frozenset({school.learner, second})
    assert await roster.sees("educator", school.educator, second)


async def test_learners_of_one_class_do_not_see_each_other_whatever_role_they_sign_in_with(
    roster: KeptRoster, school: School
) -> None:
    second = uuid4()
    await roster.tell(school.enrolment("learner", enrolment_id=uuid4(), person_id=second))
    for role in ("learner", "educator", "family"):
        assert not await roster.sees(role, second, school.learner)


async def test_educators_of_one_class_are_no_learners_of_each_other(roster: KeptRoster, school: School) -> None:
    await roster.tell(school.enrolment("educator", enrolment_id=uuid4(), person_id=(colleague := uuid4())))
    assert not await roster.sees("educator", school.educator, colleague)
    assert await roster.sees("educator", colleague, school.learner)


async def test_a_relation_counts_in_the_role_that_it_is_of(roster: KeptRoster, school: School) -> None:
    assert await roster.sees("family", school.guardian, school.learner)
    assert await roster.sees("educator", school.educator, school.learner)
    assert not await roster.sees("educator", school.guardian, school.learner)
    assert not await roster.sees("family", school.educator, school.learner)


@pytest.mark.parametrize("who", ["learner", "educator"])
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "seen"),
    [
        (None, None, True), (YESTERDAY, TOMORROW, True), (TODAY, TODAY, True), (TODAY, None, True), (None, TODAY, True),
        (TOMORROW, None, False), (None, YESTERDAY, False), (TOMORROW, LATER, False), (LONG_AGO, YESTERDAY, False),
    ],
)  # fmt: skip
async def test_an_enrolment_gives_sight_from_its_first_to_its_last_day(
    roster: KeptRoster, school: School, who: str, starts_on: date | None, ends_on: date | None, seen: bool
) -> None:
    await roster.tell(school.enrolment(who, starts_on=starts_on, ends_on=ends_on))
    assert await roster.sees("educator", school.educator, school.learner) is seen
    assert await roster.sees("family", school.guardian, school.learner), "a guardian's sight needs no enrolment"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "active", "seen"),
    [
        (TODAY, TODAY, True, True), (TOMORROW, LATER, True, False), (LONG_AGO, YESTERDAY, True, False),
        (YESTERDAY, TOMORROW, False, False),
    ],
)  # fmt: skip
async def test_a_class_gives_sight_while_its_term_goes_on(
    roster: KeptRoster, school: School, starts_on: date, ends_on: date, active: bool, seen: bool
) -> None:
    await roster.tell(school.term(starts_on, ends_on, active=active))
    assert await roster.sees("educator", school.educator, school.learner) is seen


async def test_dates_of_an_enrolment_do_not_widen_the_term(roster: KeptRoster, school: School) -> None:
    await roster.tell(school.term(TOMORROW, LATER), school.enrolment("educator", starts_on=YESTERDAY, ends_on=LATER))
    assert not await roster.sees("educator", school.educator, school.learner)


ENDED: dict[str, tuple[Role, Callable[[School, bool], Event]]] = {
    "class": ("educator", lambda s, on: s.school_class(active=on)),
    "term": ("educator", lambda s, on: s.term(active=on)),
    "learner's enrolment": ("educator", lambda s, on: s.enrolment("learner", active=on)),
    "educator's enrolment": ("educator", lambda s, on: s.enrolment("educator", active=on)),
    "educator": ("educator", lambda s, on: s.person("educator", active=on)),
    "educator's learner": ("educator", lambda s, on: s.person("learner", active=on)),
    "guardianship": ("family", lambda s, on: s.guardianship(active=on)),
    "guardian": ("family", lambda s, on: s.person("guardian", active=on)),
    "guardian's learner": ("family", lambda s, on: s.person("learner", active=on)),
}


@pytest.mark.parametrize("what", ENDED)
async def test_what_is_ended_gives_no_sight_until_it_is_taken_up_again(
    roster: KeptRoster, school: School, what: str
) -> None:
    role, told = ENDED[what]
    person = school.educator if role == "educator" else school.guardian
    assert await roster.sees(role, person, school.learner)
    await roster.tell(told(school, False))
    assert not await roster.sees(role, person, school.learner)
    await roster.tell(told(school, True))
    assert await roster.sees(role, person, school.learner)


async def test_what_has_ended_hides_no_more_than_its_own(roster: KeptRoster, school: School) -> None:
    other = School(class_id=uuid4(), term_id=uuid4())
    await roster.tell(*other.all(), school.school_class(active=False), school.guardianship(active=False))
    assert await roster.sees("educator", other.educator, other.learner)
    assert await roster.sees("family", other.guardian, other.learner)


async def test_a_guardian_whose_rights_are_taken_away_sees_nothing_and_the_other_goes_on_seeing(
    roster: KeptRoster, school: School
) -> None:
    """A court order reaches us as the end of the guardianship: nothing that rostering takes in says less than that."""
    other = School(learner=school.learner)
    await roster.tell(other.guardianship(), school.guardianship(active=False))
    assert not await roster.sees("family", school.guardian, school.learner)
    assert await roster.sees("family", other.guardian, school.learner)


@pytest.mark.parametrize("relation", ["guardian", "parent", "mother", "foster parent"])
async def test_a_guardianship_counts_by_whatever_word_the_district_calls_it(roster: KeptRoster, relation: str) -> None:
    school = School()
    await roster.tell(school.guardianship(relation=relation))
    assert await roster.sees("family", school.guardian, school.learner)


async def test_what_nobody_has_told_of_hides_nothing(roster: KeptRoster) -> None:
    """Neither of the class nor of the people anything is known yet."""
    school = School()
    await roster.tell(school.enrolment("educator"), school.enrolment("learner"), school.guardianship())
    assert await roster.sees("educator", school.educator, school.learner)
    assert await roster.sees("family", school.guardian, school.learner)


async def test_another_district_tells_nothing_about_ours_and_sees_nothing_of_ours(
    roster: KeptRoster, school: School
) -> None:
    """Its words are of the same ids, by accident or on purpose."""
    await roster.tell(
        school.person("learner", active=False), school.school_class(active=False), school.guardianship(active=False),
        district=DISTRICT_B,
    )  # fmt: skip
    assert await roster.sees("educator", school.educator, school.learner)
    assert await roster.sees("family", school.guardian, school.learner)
    assert not await roster.sees("educator", school.educator, school.learner, district=DISTRICT_B)
    assert not await roster.sees("family", school.guardian, school.learner, district=DISTRICT_B)
    stranger = School(learner=school.learner)
    await roster.tell(*stranger.all(), district=DISTRICT_B)
    assert not await roster.sees("family", stranger.guardian, school.learner)
    assert not await roster.sees("educator", stranger.educator, school.learner)


async def sees_class(roster: KeptRoster, role: Role, person_id: UUID | None, class_id: UUID) -> bool:
    async with roster.app.transaction(DISTRICT_A) as session:
        try:
            await roster.visibility.ensure_class_visible(
                session, caller(role, person_id), class_id, generation=roster.generation
            )
        except NotFound:
            return False
    return True


async def test_a_class_is_seen_by_those_who_teach_it_and_by_those_who_see_the_district(
    roster: KeptRoster, school: School
) -> None:
    asked: list[tuple[Role, UUID | None]] = [
        ("educator", school.educator), ("leader", None), ("educator", uuid4()), ("educator", None),
        ("learner", school.learner), ("family", school.guardian),
    ]  # fmt: skip
    assert [await sees_class(roster, *one, school.class_id) for one in asked] == [True, True, *[False] * 4]
    await roster.tell(school.school_class(active=False))
    assert [await sees_class(roster, *one, school.class_id) for one in asked[:2]] == [False, True]
    assert not await sees_class(roster, "leader", None, uuid4())


async def test_classes_and_who_is_in_them_today(roster: KeptRoster, school: School) -> None:
    gone, at = uuid4(), {"generation": roster.generation}
    await roster.tell(
        school.enrolment("learner", enrolment_id=uuid4(), person_id=gone, ends_on=YESTERDAY),
        school.enrolment("educator", enrolment_id=uuid4(), class_id=uuid4(), starts_on=TOMORROW),
    )
    async with roster.app.transaction(DISTRICT_A) as session:
        ask, educator = roster.visibility, caller("educator", school.educator)
        assert await ask.classes_taught(session, educator, **at) == {school.class_id}
        assert await ask.classes_taught(session, caller("family", school.educator), **at) == frozenset()
        assert await ask.learners_of_classes(session, DISTRICT_A, [school.class_id], **at) == frozenset(
            {school.learner}
        )
        assert await ask.learners_of_classes(session, DISTRICT_A, [], **at) == frozenset()
        assert await ask.educators_of(session, DISTRICT_A, [school.learner, gone], **at) == {
            school.learner: {school.educator},
            gone: frozenset(),
        }


async def test_a_generation_is_said_where_there_are_some_and_only_there(roster: KeptRoster, school: School) -> None:
    other = None if roster.generation else 1
    async with roster.app.transaction(DISTRICT_A) as session:
        with pytest.raises(TypeError):
            await roster.visibility.learners(session, caller("educator", school.educator), generation=other)
