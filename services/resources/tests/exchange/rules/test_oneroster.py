"""Resources of OneRoster: their bodies are the standard's, and lists are asked for as it says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.exchange.rules.oneroster import (
    CODE_OF,
    RESOURCE,
    AdoptedItem,
    CodeMinor,
    Vendor,
    failure,
    resource,
    select_resources,
)
from resources.items.rules.content import ItemKind
from services.resources.tests.exchange.exchange_pieces import quick
from shared.ims.query import Fault, QueryRefused, read_query

OURS = Vendor("trellis")
WHEN = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)

ADOPTED = st.builds(
    AdoptedItem,
    st.uuids(),
    st.uuids(),
    st.text(min_size=1, max_size=10),
    st.sampled_from(ItemKind),
    st.booleans(),
    st.booleans(),
    st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)


def adopted(number: int, title: str, *, kind: ItemKind = ItemKind.VIDEO, ended: bool = False) -> AdoptedItem:
    changed_at = WHEN + timedelta(days=number)
    return AdoptedItem(UUID(int=number), UUID(int=100 + number), title, kind, number % 2 == 0, ended, changed_at)


ITEMS = [adopted(3, "Rates"), adopted(1, "fractions"), adopted(2, "Gone", ended=True), adopted(4, "Angles")]


def chosen(**asked: str) -> list[str]:
    page = select_resources(ITEMS, read_query(asked.items(), RESOURCE), OURS)
    return [str(one["title"]) for one in page.records]


@quick
@given(ADOPTED, st.sampled_from([OURS, Vendor("trellis", "v-7")]))
def test_a_body_is_what_the_standard_allows(one: AdoptedItem, vendor: Vendor) -> None:
    body = resource(one, vendor)
    assert {"sourcedId", "status", "dateLastModified", "vendorResourceId"} <= set(body) <= RESOURCE.known
    assert body["status"] in ("active", "tobedeleted")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", body["dateLastModified"])
    assert body["importance"] in ("primary", "secondary")
    assert set(body["roles"]) <= {"student", "teacher"}
    assert all(value not in (None, "", []) for value in body.values())
    assert body.get("vendorId") == vendor.vendor_id


def test_a_moment_of_another_zone_is_told_in_utc() -> None:
    there = WHEN.astimezone(timezone(timedelta(hours=-8)))
    one = AdoptedItem(UUID(int=1), UUID(int=2), "a", ItemKind.TOOL, True, False, there)
    assert resource(one, OURS)["dateLastModified"] == "2026-11-02T08:30:00.000Z"


@pytest.mark.parametrize("kind", ItemKind)
def test_learners_are_sent_only_to_what_cannot_hold_answers(kind: ItemKind) -> None:
    roles = resource(adopted(1, "a", kind=kind), OURS)["roles"]
    assert ("student" in roles) == (kind in (ItemKind.VIDEO, ItemKind.TOOL, ItemKind.LINK))


def test_what_has_ended_is_shown_only_to_who_asks_for_changes() -> None:
    assert chosen() == ["fractions", "Rates", "Angles"]
    assert chosen(filter="title~'o'") == ["fractions"]
    assert chosen(filter="dateLastModified>'2026-11-03T12:00:00Z'") == ["Gone", "Rates", "Angles"]
    assert chosen(filter="status='tobedeleted'") == ["Gone"]
    assert chosen(filter="title='gone' OR status='tobedeleted'") == ["Gone"]


def test_lists_are_sorted_and_paged_and_their_fields_chosen() -> None:
    assert chosen(sort="title") == ["Angles", "fractions", "Rates"]
    assert chosen(sort="title", orderBy="desc", limit="1", offset="1") == ["fractions"]
    assert chosen(filter="roles='student,teacher'") == chosen(filter="roles~'student'")
    page = select_resources(ITEMS, read_query([("fields", "title"), ("limit", "1")], RESOURCE), OURS)
    assert (page.records, page.total) == (({"title": "fractions"},), 3)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"filter": "colour='red'"}, CodeMinor.INVALID_FILTER_FIELD),
        ({"filter": "title"}, CodeMinor.INVALID_FILTER_FIELD),
        ({"filter": "dateLastModified>'soon'"}, CodeMinor.INVALID_FILTER_FIELD),
        ({"filter": "metadata.title='a'"}, CodeMinor.INVALID_FILTER_FIELD),
        ({"fields": "title,,status"}, CodeMinor.INVALID_SELECTION_FIELD),
        ({"sort": "title", "orderBy": "up"}, CodeMinor.INVALID_SORT_FIELD),
        ({"limit": "0"}, CodeMinor.INVALID_DATA),
        ({"offset": "-1"}, CodeMinor.INVALID_DATA),
    ],
)
def test_what_cannot_be_answered_has_the_standards_own_code(asked: dict[str, str], code: CodeMinor) -> None:
    with pytest.raises(QueryRefused) as refused:
        read_query(asked.items(), RESOURCE)
    assert CODE_OF[refused.value.fault] is code
    body = failure(code, refused.value.detail)
    assert body["imsx_CodeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == code


def test_every_fault_has_a_code() -> None:
    assert set(CODE_OF) == set(Fault)
