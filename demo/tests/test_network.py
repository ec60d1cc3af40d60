import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.names import POOLS
from demo.network import FEWEST_LEARNERS, MOST_LEARNERS, network
from demo.plans import GRADES
from demo.records import District, Network, Role, SessionKind, SisId

ROOT = Path(__file__).resolve().parents[2]
NETWORK = network()
# The bytes of the default network. A change to names, plans or rules changes it: then write the new one here.
GOLDEN = "05ae7232933779c44ffec830aac891c5ea771298b836185dc08793df751f86ca"

seeds = st.integers(min_value=0, max_value=2**32)


def digest(network_: Network) -> str:
    written = json.dumps(asdict(network_), default=date.isoformat, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def numbers(district: District) -> list[SisId]:
    records = (district.schools, district.sessions, district.people, district.classes, district.enrolments)
    return [district.sis, *(record.sis for group in records for record in group)]


def test_the_same_seed_gives_the_same_bytes_for_ever() -> None:
    assert digest(NETWORK) == GOLDEN
    assert digest(network(8)) != GOLDEN


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    code = "from demo.network import network; from test_network import digest; print(digest(network(7)))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "4711", "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == GOLDEN


def test_one_host_and_five_partners_of_the_promised_size() -> None:
    assert NETWORK.host.code == "tule-bend"
    assert len(NETWORK.partners) == 5
    for district in NETWORK.districts:
        assert 3 <= len(district.schools) <= 4
        assert FEWEST_LEARNERS <= len(district.learners) <= MOST_LEARNERS
        assert {learner.grade for learner in district.learners} == set(GRADES)


def test_terms_lie_within_the_school_year_and_do_not_overlap() -> None:
    for district in NETWORK.districts:
        (year,) = [s for s in district.sessions if s.kind is SessionKind.SCHOOL_YEAR]
        terms = [s for s in district.sessions if s.kind is SessionKind.TERM]
        assert len(terms) in (2, 3)
        assert (terms[0].begins, terms[-1].ends) == (year.begins, year.ends)
        assert (year.begins.year, year.ends.year) == (2026, 2027)
        assert all(before.ends < after.begins for before, after in pairwise(terms))
        assert all(term.parent == year.sis for term in terms)


def test_families_share_guardians_and_some_learners_have_two() -> None:
    for district in NETWORK.districts:
        children = Counter(sis for learner in district.learners for sis in learner.guardians)
        assert max(children.values()) >= 2
        assert {len(learner.guardians) for learner in district.learners} == {1, 2}
        assert set(children) == {guardian.sis for guardian in district.people_who_are(Role.GUARDIAN)}


def test_numbers_overlap_between_districts_and_between_the_sources_of_one() -> None:
    orchard = [{sis for sis in numbers(d) if sis.source == "orchard"} for d in NETWORK.districts[:2]]
    assert orchard[0] & orchard[1]
    by_code = {district.code: district for district in NETWORK.districts}
    assert {learner.sis.source for learner in by_code["almond-crossing"].learners} == {"canal", "almanac"}


def test_a_class_has_one_educator_and_a_workable_size() -> None:
    for district in NETWORK.districts:
        members = Counter((e.school_class, e.role) for e in district.enrolments)
        for each in district.classes:
            assert members[each.sis, Role.EDUCATOR] == 1
            assert 1 <= members[each.sis, Role.LEARNER] <= 28


def test_every_learner_works_on_every_area() -> None:
    for district in NETWORK.districts:
        areas = {each.sis: each.areas for each in district.classes}
        worked: dict[SisId, list[str]] = {}
        for enrolment in district.enrolments:
            worked.setdefault(enrolment.person, []).extend(areas[enrolment.school_class])
        assert all(sorted(worked[learner.sis]) == ["LI", "LL", "MA"] for learner in district.learners)


@pytest.mark.parametrize("district", NETWORK.districts, ids=lambda district: district.code)
def test_names_are_in_person_records_only(district: District) -> None:
    names = {part for pool in POOLS for name in pool.given + pool.family for part in name.split()}
    record = asdict(district)
    assert record.pop("people")
    rest = json.dumps(record, default=date.isoformat, ensure_ascii=False)
    words = set("".join(sign if sign.isalpha() else " " for sign in rest).split())
    assert names & words == set()


def test_addresses_reach_nobody_and_learners_have_none() -> None:
    people = [person for district in NETWORK.districts for person in district.people]
    addresses = [person.email for person in people if person.email]
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() and address.endswith(".example") for address in addresses)
    assert all((person.email is None) == (person.role is Role.LEARNER) for person in people)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, learners=st.integers(min_value=0, max_value=90))
def test_any_network_is_whole(seed: int, learners: int) -> None:
    grown = network(seed, learners)
    assert digest(grown) == digest(network(seed, learners))
    for district in grown.districts:
        assert len(district.learners) == learners
        assert len(set(numbers(district))) == len(numbers(district))
        assert_references_resolve(district)


def assert_references_resolve(district: District) -> None:
    people = {person.sis: person for person in district.people}
    schools = {school.sis: school for school in district.schools}
    classes = {each.sis: each for each in district.classes}
    sessions = {session.sis for session in district.sessions}
    for learner in district.learners:
        assert learner.school is not None
        assert learner.grade in schools[learner.school].grades
        assert all(people[sis].role is Role.GUARDIAN for sis in learner.guardians)
    assert all(person.school is None or person.school in schools for person in district.people)
    for each in district.classes:
        assert each.school in schools
        assert set(each.sessions) <= sessions
    for enrolment in district.enrolments:
        person, school_class = people[enrolment.person], classes[enrolment.school_class]
        assert person.role is enrolment.role
        assert person.school == school_class.school == enrolment.school
        assert enrolment.role is Role.EDUCATOR or person.grade in school_class.grades
        assert enrolment.begins >= district.first_day
    enrolled = {e.person for e in district.enrolments if e.role is Role.LEARNER}
    assert enrolled == {learner.sis for learner in district.learners}


def test_fewer_than_no_learners_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than no learners"):
        network(7, -1)
