"""What the licences of taken parts demand of the item that they are in."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from resources.adoptions.rules.binding import Bound, substance, validate_bound
from resources.items.rules.content import Content, Holder, Part, PartKind
from resources.licences.rules.adapting import carriers
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.licence import Right
from services.resources.tests.adoptions.adoption_pieces import key, text

licences = st.sampled_from(sorted(CATALOGUE))
PUBLIC = sorted(name for name, one in CATALOGUE.items() if Right.COPY in one.rights)


def pointers(part: Part, taken: Part, *, recalled: bool = False) -> list[str]:
    bound = Bound(taken.body.licence or "", substance(taken), recalled)
    return [one.pointer for one in validate_bound(Content("Unit", parts=(part,)), {part.part_key: bound})]


@given(st.sampled_from(PUBLIC), licences)
def test_what_is_unaltered_keeps_the_licence_under_which_it_was_taken(taken: str, chosen: str) -> None:
    was = text(1, licence=taken)
    now = replace(was, title="Called otherwise", body=replace(was.body, licence=chosen, holder=Holder.AUTHOR))
    assert pointers(now, was) == ([] if chosen == taken else ["/parts/0/licence"])


@given(st.sampled_from(PUBLIC), licences)
def test_what_was_changed_carries_what_an_adaptation_may_carry(taken: str, chosen: str) -> None:
    was = text(1, licence=taken)
    allowed = bool(carriers(taken)) and chosen in carriers(taken) | {"private"}
    assert pointers(text(1, "Changed.", chosen), was) == ([] if allowed else ["/parts/0/licence"])


@given(licences, st.booleans())
def test_of_what_was_recalled_nothing_stays(chosen: str, changed: bool) -> None:
    was = text(1, licence="CC0-1.0")
    now = text(1, "Changed." if changed else None, chosen)
    assert pointers(now, was, recalled=True) == ["/parts/0"]


@given(licences)
def test_a_link_in_the_place_of_a_part_binds_nobody(chosen: str) -> None:
    was = text(1, licence="CC-BY-ND-4.0")
    link = replace(was, body=replace(was.body, kind=PartKind.LINK, source="https://a.example", licence=chosen))
    assert pointers(link, was) == []


def test_parts_of_ones_own_are_bound_to_nothing() -> None:
    content = Content("Unit", parts=(text(1, licence="CC-BY-4.0"),))
    assert list(validate_bound(content, {key(2): Bound("CC-BY-ND-4.0", "", recalled=True)})) == []
