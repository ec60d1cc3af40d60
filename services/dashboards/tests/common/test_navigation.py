"""What leads where, by who is signed in; every group says which page of its one is on."""

from collections.abc import Iterator
from typing import get_args

import pytest

from dashboards.common.pages.navigation import Group, Navigation, Place, navigation
from shared.auth.claims import Role

SCOPES = ("coaching.take-part", "coaching.safeguard")
ROLES = get_args(Role)
MOST_AT_ONCE = 5
"""As many as a phone shows on two lines."""


def places(entries: Navigation) -> Iterator[Place]:
    for entry in entries:
        yield from entry.places if isinstance(entry, Group) else (entry,)


@pytest.mark.parametrize("role", ROLES)
def test_few_things_are_shown_at_once_and_no_place_or_word_twice(role: Role) -> None:
    entries = navigation(role, SCOPES, reads_concerns=True)
    assert len(entries) <= MOST_AT_ONCE
    assert all(len(entry.places) > 1 for entry in entries if isinstance(entry, Group))
    held = [address for place in places(entries) for address in (place.href, *place.others)]
    assert len(held) == len(set(held))
    words = [place.words for place in places(entries)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("role", ROLES)
def test_concerns_are_offered_to_whoever_is_named_and_may_read_them_and_to_nobody_else(role: Role) -> None:
    def offered(scopes: tuple[str, ...], *, named: bool) -> bool:
        return "/concerns" in {place.href for place in places(navigation(role, scopes, reads_concerns=named))}

    assert offered(SCOPES, named=True)
    assert not offered(SCOPES, named=False)
    assert not offered(("coaching.take-part",), named=True)


@pytest.mark.parametrize("role", ROLES)
def test_meetings_of_children_are_offered_to_families_that_take_part(role: Role) -> None:
    def offered(*scopes: str) -> bool:
        return "/childrens-meetings" in {one.href for one in places(navigation(role, scopes, reads_concerns=False))}

    assert offered(*SCOPES) is (role == "family")
    assert not offered()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("path", "href"),
    [("/", "/"), ("/our-goals", "/our-goals"), ("/my-workshops/1", "/my-workshops"), ("/concerns/1", "/concerns"),
     ("/frameworks/1/items/2", "/frameworks"), ("/coaching-week/calendars", "/coaching-week")],
)  # fmt: skip
def test_a_page_is_at_one_place_and_in_the_group_of_that_place(role: Role, path: str, href: str) -> None:
    entries = navigation(role, SCOPES, reads_concerns=True)
    at = [place for place in places(entries) if place.holds(path)]
    led = {"/our-goals": "/district-goals", "/my-workshops": "/workshops"}
    expected = led.get(href, href) if role in ("leader", "operator", "system") else href
    assert [place.href for place in at] == ([expected] if expected else [])
    assert sum(entry.holds(path) for entry in entries) == len(at)


def test_an_address_that_only_begins_alike_is_another_place() -> None:
    assert not Place("District", "/district").holds("/district-goals")
    assert not Place("Start", "/").holds("/learners/1")
    assert Place("Coaches", "/coaches", ("/relations",)).holds("/relations/new")


def test_without_taking_part_the_one_place_left_stands_by_itself() -> None:
    entries = navigation("learner", (), reads_concerns=False)
    assert [entry.words for entry in entries if isinstance(entry, Group)] == ["Learning"]
