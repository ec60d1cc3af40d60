"""Items are taken along as sheets and brought in again: each whole or not at all, and none twice."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from resources.exchange.rules.sheet_rows import COLUMNS
from services.resources.tests.items.library import OWN, Library, content, part
from shared.sheets.writing import as_csv

SHEET, BRING_IN = "/resources/v1/exports/sheet", "/resources/v1/imports/sheet"
ITEM = {"row": "item", "title": "Rates", "kind": "tool", "description": "One for two.", "authors": "Ana Ruiz"}
PART = {"row": "part", "title": "Table", "kind": "text", "source": "One for two.", "licence": "CC BY 4.0"}
CSV = {"Content-Type": "text/csv"}


async def bring_in(by: Library, raw: bytes, status: int = 200, query: str = "", sent: dict[str, str] = CSV) -> Any:
    return await by.ask("POST", BRING_IN + query, status, content=raw, headers=CSV | sent)


def sheet(*rows: dict[str, str]) -> bytes:
    return as_csv(COLUMNS, rows)


async def counted(by: Library) -> int:
    return len((await by.ask("GET", f"{OWN}?limit=100", 200))["items"])


def became(report: Any) -> list[str]:
    return [one["became"] for one in report["items"]]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
async def test_what_one_district_takes_along_another_brings_in(here: Library, there: Library, format: str) -> None:
    said = content(part("CC-BY-SA-4.0", "=1+1 is no formula"), part(None), title="Strips; and more")
    await here.make(said)
    taken = await here.client.get(f"{SHEET}?format={format}")
    assert taken.status_code == 200, taken.text
    headers = {"Content-Type": taken.headers["Content-Type"]}
    report = await bring_in(there, taken.content, sent=headers)
    (one,) = report["items"]
    assert (one["became"], report["noted"]) == ("draft", [])
    draft = (await there.ask("GET", f"{OWN}/{one['item_id']}/draft", 200))["content"]
    assert draft["title"] == said["title"]
    assert [(one["source"], one["licence"]) for one in draft["parts"]] == [
        ("=1+1 is no formula", "CC-BY-SA-4.0"),
        ("Fold, then compare.", None),
    ]


async def test_no_cell_of_a_sheet_begins_a_formula(here: Library) -> None:
    await here.make(content(part(words="=cmd|' /C calc'!A0"), title="+1"))
    lines = (await here.client.get(SHEET)).text.splitlines()
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.replace('"', "").split(","))


async def test_the_same_sheet_twice_makes_nothing_twice(here: Library) -> None:
    raw = sheet(ITEM, PART, ITEM | {"title": "Ratios"}, PART)
    assert became(await bring_in(here, raw)) == ["draft", "draft"]
    assert became(await bring_in(here, raw)) == ["here", "here"]
    assert await counted(here) == 2


async def test_two_who_bring_in_the_same_at_once_make_nothing_twice(here: Library) -> None:
    raw = sheet(ITEM, PART)
    reports = await asyncio.gather(*(bring_in(here, raw) for _ in range(3)))
    assert sorted(became(one)[0] for one in reports) == ["draft", "here", "here"]


async def test_a_district_that_brings_its_own_in_again_has_it_already(here: Library) -> None:
    item_id = await here.make()
    report = await bring_in(here, (await here.client.get(SHEET)).content)
    assert [(one["became"], one["item_id"]) for one in report["items"]] == [("here", item_id)]


async def test_what_is_only_checked_is_not_written(here: Library) -> None:
    report = await bring_in(here, sheet(ITEM, PART), query="?check=true")
    assert (became(report), report["only_checked"], await counted(here)) == (["draft"], True, 0)


async def test_an_answer_is_the_same_to_the_same_key(here: Library) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first = await bring_in(here, sheet(ITEM, PART), sent=key)
    assert await bring_in(here, sheet(ITEM, PART), sent=key) == first


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"licence": "my own"}, "licence"),
        ({"kind": "poem"}, "kind"),
        ({"kind": "file", "source": "a picture"}, "source"),
        ({"authors": "nobody of a part's"}, "authors"),
    ],
)
async def test_a_line_that_is_wrong_refuses_its_item_alone(here: Library, wrong: dict[str, str], column: str) -> None:
    report = await bring_in(here, sheet(ITEM, PART | wrong, ITEM | {"title": "Ratios"}, PART))
    assert [one["title"] for one in report["items"]] == ["Ratios"]
    assert [(one["line"], one["column"]) for one in report["noted"] if one["refused"]] == [(3, column)]
    assert await counted(here) == 1


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"kind": "file", "source": "a" * 64}, "/parts/0/source"),
        ({"licence": "CC-PDM-1.0", "holder": "district"}, "/parts/0/licence"),
        ({"title": "t" * 301}, "/parts/0/title"),
    ],
)
async def test_an_item_that_no_draft_can_be_is_refused(here: Library, wrong: dict[str, str], pointer: str) -> None:
    report = await bring_in(here, sheet(ITEM, PART | wrong, ITEM | {"title": "Ratios"}, PART))
    assert became(report) == ["refused", "draft"]
    assert pointer in [one["pointer"] for one in report["items"][0]["problems"]]
    assert await counted(here) == 1


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe\x00", b"PK\x03\x04broken", b"name,age\r\nAna,8\r\n", b"\x00" * 50],
    ids=["empty", "UTF-16", "broken workbook", "another sheet", "zeros"],
)
async def test_a_file_that_is_no_sheet_of_items_is_refused_as_a_whole(here: Library, raw: bytes) -> None:
    answer = await here.client.post(BRING_IN, content=raw, headers=CSV)
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["detail"]


async def test_an_older_encoding_is_read_where_it_is_declared(here: Library) -> None:
    raw = sheet(ITEM | {"title": "Evaluación"}, PART).decode("utf-8-sig").encode("windows-1252")
    declared = {"Content-Type": "text/csv; charset=windows-1252"}
    report = await here.ask("POST", BRING_IN, 200, content=raw, headers=declared)
    assert report["items"][0]["title"] == "Evaluación"


async def test_more_items_than_fit_are_refused_as_a_whole(here: Library) -> None:
    raw = sheet(*({"row": "item", "title": f"Item {one}", "kind": "tool"} for one in range(10_000)))
    await bring_in(here, raw, status=400)
    assert await counted(here) == 0


async def test_another_districts_item_is_not_taken_along(here: Library, there: Library) -> None:
    theirs = await there.make()
    for path in ("sheet", "package"):
        assert (await here.client.get(f"/resources/v1/exports/{path}?item_id={theirs}")).status_code == 404


async def test_of_published_items_the_published_words_are_taken_along(here: Library) -> None:
    item_id = await here.published(content(title="As it is published"))
    await here.ask("POST", f"{OWN}/{item_id}/draft", 201)
    await here.ask(
        "PUT", f"{OWN}/{item_id}/draft", 200, json=content(title="As it is drafted"), headers={"If-Match": "*"}
    )
    await here.make(content(title="Never published"))
    published = (await here.client.get(f"{SHEET}?versions=published")).text
    assert "As it is published" in published
    assert "drafted" not in published
    assert "Never published" not in published
    assert "As it is drafted" in (await here.client.get(SHEET)).text
