"""The roster's lines: nothing refers to what comes after it, or to what is not there."""

from typing import Any

import pytest

from demo.network import network
from demo.people import chosen
from demo.records import District, Role
from demo.roster_lines import roster

REFERENCES = ("parent_id", "organisation_id", "term_id", "person_id", "class_id", "learner_id", "guardian_id")


@pytest.fixture(scope="module", params=range(6))
def district(request: pytest.FixtureRequest) -> District:
    number: int = request.param
    return network(learners_per_district=40).districts[number]


def own(line: dict[str, Any]) -> tuple[str, str]:
    return line["source"], line["sourced_id"]


def test_every_reference_is_to_something_sent_before(district: District) -> None:
    sent: set[tuple[str, str]] = set()
    for lines in roster(district).values():
        for line in lines:
            named = [line[field] for field in REFERENCES if field in line] + line.get("organisation_ids", [])
            assert {own(reference) for reference in named} <= sent
            sent.add(own(line))


def test_no_collection_holds_the_same_id_twice(district: District) -> None:
    for lines in roster(district).values():
        assert len({own(line) for line in lines}) == len(lines)


def test_everybody_is_sent_with_one_role_and_a_place(district: District) -> None:
    people = roster(district)["people"]
    assert len(people) == len(district.people)
    assert all(len(line["roles"]) == 1 and line["organisation_ids"] for line in people)


def test_those_who_sign_in_belong_together(district: District) -> None:
    people = chosen(district)
    learner, educator, family = people["learner"], people["educator"], people["family"]
    assert learner is not None
    assert educator is not None
    assert family is not None
    assert family.sis in learner.guardians
    taught = {e.school_class for e in district.enrolments if e.person == educator.sis and e.role is Role.EDUCATOR}
    assert any(e.person == learner.sis and e.school_class in taught for e in district.enrolments)
