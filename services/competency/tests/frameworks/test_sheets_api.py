"""Frameworks from a spreadsheet: the same title again is the next edition; what cannot be read is refused."""

from typing import Any
from uuid import uuid4

import pytest

from services.competency.tests.frameworks.case_pieces import FRAMEWORKS
from services.competency.tests.pieces import ALL
from shared.testing import DISTRICT_A, RunningService

SHEET = "Code,Statement,Colour\n1,Number sense,red\n1.1,Counts to ten,blue\n1.2,Counts to twenty,blue\n"
CSV = f"{FRAMEWORKS}/import-csv"


async def send(client: Any, text: str | bytes, title: str = "Sheet", **query: str) -> Any:
    body = text.encode() if isinstance(text, str) else text
    headers = {"Content-Type": "text/csv"}
    return await client.post(CSV, params={"title": title, "creator": "us", **query}, content=body, headers=headers)


async def test_a_spreadsheet_is_a_framework_and_the_changed_one_its_next_edition(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        report = (await send(client, "\ufeff" + SHEET)).json()
        assert (report["edition"], report["items"], report["changed"], report["state"]) == (1, 3, True, "adopted")
        assert [(p["line"], p["column"], p["refused"]) for p in report["problems"]] == [(1, "colour", False)]
        again = (await send(client, SHEET)).json()
        assert (again["edition"], again["changed"]) == (1, False)
        longer = SHEET + '1.3,"Counts to a ""hundred"""\n1.3,twice\n,\n2\n3,"stray\n'
        next_ = (await send(client, longer)).json()
        assert (next_["edition"], next_["items"], next_["refused"]) == (2, 4, 3)
        assert [p["line"] for p in next_["problems"] if p["refused"]] == [6, 8, 9]
        listed = (await client.get(f"{FRAMEWORKS}/{report['framework_id']}/items")).json()["items"]
        assert [i["record"]["humanCodingScheme"] for i in listed] == ["1", "1.1", "1.2", "1.3"]
        assert listed[3]["parent_id"] == listed[0]["item_id"]
        assert [i["edition"] for i in listed] == [1, 1, 1, 2]
        renamed = await send(client, SHEET, "Another title", framework_id=report["framework_id"])
        assert (renamed.json()["edition"], renamed.json()["title"]) == (3, "Another title")
        draft = (await send(client, SHEET, "Draft", state="draft")).json()
        assert draft["state"] == "draft"


async def test_the_report_says_how_many_items_the_sheet_leaves_out(running: RunningService) -> None:
    shorter = "Code,Statement\n1,Number sense\n1.2,\n"
    async with running.client(DISTRICT_A, *ALL) as client:
        reports = [(await send(client, text, "Shrinking")).json() for text in (SHEET, shorter, shorter)]
        refused = await send(client, "Code,Statement\n1,\n", "Shrinking")
    assert [(one["items"], one["removed"]) for one in reports] == [(3, 0), (1, 2), (1, 0)]
    assert refused.status_code == 400, "no line of it holds an item"


async def test_a_line_that_names_the_delimiter_is_passed_over_and_codes_that_only_look_nested_are_named(
    running: RunningService,
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        report = (
            await send(client, "sep=;\nCode;Statement\n1.;Number\n1.a.;Counts\n1.a1;To ten\n", "Separated")
        ).json()
        listed = (await client.get(f"{FRAMEWORKS}/{report['framework_id']}/items")).json()["items"]
    assert [(p["line"], p["column"], p["refused"]) for p in report["problems"]] == [(5, "code", False)]
    assert [i["parent_id"] for i in listed] == [None, listed[0]["item_id"], listed[0]["item_id"]]


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        (b"", 400, "empty"),
        (b"code,text\n1,x\n", 400, "'statement' is missing"),
        (b"statement,statement\nx,y\n", 400, "twice"),
        ("statement\nx\n".encode("utf-16"), 400, "UTF-8"),
        ("statement\né\n".encode("latin-1"), 400, "UTF-8"),
        (b'statement\n"x\n', 400, "no line holds an item"),
        (b'"statement\nx\n', 400, "stray quote"),
        (b"\0", 400, "UTF-8"),
        (b"x" * 20_000_001, 413, "larger"),
        (b"statement\n" + b"x\n" * 100_001, 400, "more than 50000"),
        (b"statement\n" + b"".join(b"x%d\n" % n for n in range(50_001)), 400, "more than 50000"),
    ],
    ids=[
        "empty",
        "columns",
        "doubled",
        "utf-16",
        "latin-1",
        "quote",
        "header quote",
        "zero",
        "large",
        "lines",
        "items",
    ],
)
async def test_a_sheet_that_cannot_be_read_is_refused_and_says_why(
    running: RunningService, text: bytes, status: int, reason: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await send(client, text, "Refused")
        titles = [f["title"] for f in (await client.get(FRAMEWORKS)).json()["items"]]
    assert (answer.status_code, "Refused" in titles) == (status, False), answer.text
    assert reason in answer.text


async def test_a_sheet_is_for_a_framework_of_this_district_and_comes_as_csv(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await send(client, SHEET, framework_id=str(uuid4()))).status_code == 404
        query = {"title": "t", "creator": "c"}
        other = await client.post(CSV, params=query, json={})
        assert other.status_code == 415
        assert (await client.post(CSV, content=b"statement\nx\n")).status_code == 422
    async with running.client() as anonymous, running.client(DISTRICT_A, "competency.read") as reader:
        assert (await send(anonymous, SHEET)).status_code == 401
        assert (await send(reader, SHEET)).status_code == 403
