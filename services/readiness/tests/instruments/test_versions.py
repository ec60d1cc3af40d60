"""Versions: listed and paged, retired, exported and imported, compared, and no other district's business."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.readiness.tests.instruments.calling import (
    OFFERED,
    PATH,
    client_of,
    content,
    made,
    next_version,
    offered,
    publish,
    published,
)
from shared.contracts.readiness import InstrumentRetired
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

CSV = {"Content-Type": "text/csv"}


@pytest.fixture
async def client(running: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(running, DISTRICT_A) as found:
        yield found


async def test_an_instrument_shows_its_newest_published_version_its_draft_and_its_state(
    client: httpx.AsyncClient,
) -> None:
    path = await made(client)
    first = (await client.get(path)).json()
    assert (first["state"], first["latest_published"], first["draft"]) == ("draft", None, {"version": 1, "revision": 1})
    await publish(client, path)
    await client.post(f"{path}/draft")
    second = (await client.get(path)).json()
    assert (second["state"], second["latest_published"], second["draft"]["version"]) == ("published", 1, 2)
    assert (second["title"], second["origin"]) == (content()["title"], None)
    assert (await client.post(f"{path}/versions/1/retire")).status_code == 200
    third = (await client.get(path)).json()
    assert (third["state"], third["latest_published"]) == ("retired", None)


async def test_instruments_and_versions_are_listed_page_by_page(client: httpx.AsyncClient) -> None:
    drafts = {(await made(client)).rpartition("/")[2] for _ in range(3)}
    seen: list[dict[str, Any]] = []
    address: str | None = f"{PATH}?limit=2&state=draft"
    while address:
        page = await client.get(address)
        seen += page.json()["items"]
        address = page.links["next"]["url"] if "next" in page.links else None
    ids = [one["instrument_id"] for one in seen]
    assert ids == sorted(set(ids))
    assert drafts <= set(ids)
    assert {one["state"] for one in seen} == {"draft"}
    path = await published(client)
    for title in ("Second", "Third"):
        await next_version(client, path, content(title={"en": title, "es": title}))
    first = (await client.get(f"{path}/versions?limit=2")).json()
    second = (await client.get(f"{path}/versions?limit=2&after={first['next']}")).json()
    assert [one["version"] for one in first["items"] + second["items"]] == [3, 2, 1]
    assert (await client.get(PATH, params={"state": "lost"})).status_code == 422


async def test_a_retired_version_says_what_it_said_and_is_told_once(
    running: RunningService, client: httpx.AsyncClient
) -> None:
    path = await published(client)
    offer = await offered(client, path)
    before = await client.get(f"{path}/versions/1")
    await running.clear_outbox()
    retired = await client.post(f"{path}/versions/1/retire")
    assert retired.json()["state"] == "retired"
    assert retired.json()["content"] == before.json()["content"]
    assert retired.headers["ETag"] != before.headers["ETag"]
    assert (await client.post(f"{path}/versions/1/retire")).status_code == 409
    assert (await client.post(f"{path}/versions/1/offer")).status_code == 409
    assert (await client.get(offer)).status_code == 404, "its offer is taken back"
    (told,) = await running.published(InstrumentRetired)
    assert told.event == InstrumentRetired(instrument_id=UUID(path.rpartition("/")[2]), version=1)
    begun = await client.post(f"{path}/draft")
    assert begun.json()["content"] == before.json()["content"]
    assert (await client.post(f"{path}/versions/2/retire")).status_code == 409, "a draft"


async def test_an_exported_instrument_is_imported_the_same_as_json_and_as_csv(client: httpx.AsyncClient) -> None:
    said = content(description={"en": "=1+1\nand @home", "es": "-"})
    path = await published(client, said)
    exported = await client.get(f"{path}/versions/1/export")
    assert exported.json() == said
    assert "filename=" in exported.headers["Content-Disposition"]
    assert (await client.post(PATH, json=exported.json())).json()["content"] == said
    sheet = await client.get(f"{path}/versions/1/export", params={"format": "csv"})
    assert sheet.headers["Content-Type"] == "text/csv; charset=utf-8"
    cells = [cell for row in csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))) for cell in row]
    assert not any(cell.startswith(("=", "@", "-")) for cell in cells)
    imported = await client.post(f"{PATH}/import-csv", content=sheet.content, headers=CSV)
    assert imported.status_code == 201
    report = imported.json()
    assert (report["content"], report["lines"], report["problems"], report["left_out"]) == (said, [], [], 0)
    assert (await client.get(imported.headers["Location"])).headers["ETag"] == imported.headers["ETag"]


async def exported(client: httpx.AsyncClient) -> str:
    path = await published(client)
    sheet = await client.get(f"{path}/versions/1/export", params={"format": "csv"})
    return sheet.content.decode("utf-8-sig")


async def test_lines_that_cannot_be_read_are_named_and_left_out_and_the_others_kept(client: httpx.AsyncClient) -> None:
    lines = (await exported(client)).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("question,c2,"))
    lines[place] = lines[place].replace("leader; teacher", "leader; janitor")
    role = next(n for n, line in enumerate(lines) if line.startswith("role,teacher,"))
    lines[role] = lines[role].replace("role,teacher", "role,caretaker")
    answer = await client.post(f"{PATH}/import-csv", content="\n".join(lines).encode(), headers=CSV)
    assert answer.status_code == 201
    report = answer.json()
    told = {one["line"]: one for one in report["lines"]}
    assert set(told) == {place + 1, role + 1}
    assert (told[place + 1]["column"], told[place + 1]["refused"], told[place + 1]["left_out"]) == ("roles", True, True)
    assert "janitor" in told[place + 1]["problem"]
    assert report["left_out"] == 2
    assert [one["key"] for one in report["content"]["sections"][0]["questions"]] == ["c1", "c3"]
    assert [one["role"] for one in report["content"]["roles"]] == ["leader"]
    assert "/roles" in [one["pointer"] for one in report["problems"]], "teachers are asked, and have no minimum"


@pytest.mark.parametrize(
    "sheet",
    [b"", b"\xff\xfe", b"key,text_en\na,b\n", b"row\nquestion\n", b'row,languages\ninstrument,"en\n', b"\n" * 50_000],
)
async def test_a_file_that_cannot_be_read_as_a_whole_leaves_nothing(client: httpx.AsyncClient, sheet: bytes) -> None:
    before = (await client.get(f"{PATH}?limit=500")).json()
    answer = await client.post(f"{PATH}/import-csv", content=sheet, headers=CSV)
    assert answer.status_code == 400
    assert "Nothing was kept" in answer.json()["detail"]
    assert (await client.get(f"{PATH}?limit=500")).json() == before


async def test_a_cell_beyond_what_may_be_stored_refuses_the_file(client: httpx.AsyncClient) -> None:
    text = (await exported(client)).replace("Question c1?", "x" * 10_001)
    answer = await client.post(f"{PATH}/import-csv", content=text.encode(), headers=CSV)
    assert answer.status_code == 400
    assert "/sections/0/questions/0/text/en" in answer.json()["detail"]


async def test_a_sheet_of_an_origin_that_is_not_there_is_imported_without_it(client: httpx.AsyncClient) -> None:
    lines = (await exported(client)).splitlines()
    header, first = (next(csv.reader([line])) for line in lines[:2])
    first[header.index("origin")] = f"{uuid4()} 3"
    written = io.StringIO()
    csv.writer(written).writerow(first)
    text = "\n".join([lines[0], written.getvalue().strip(), *lines[2:]])
    report = (await client.post(f"{PATH}/import-csv", content=text.encode(), headers=CSV)).json()
    assert [(one["line"], one["column"], one["left_out"]) for one in report["lines"]] == [(2, "origin", False)]
    assert report["content"]["origin"] is None


async def test_differences_name_what_was_removed_and_say_what_can_be_compared(client: httpx.AsyncClient) -> None:
    path = await published(client)
    said = deepcopy(content())
    removed = said["sections"][0]["questions"].pop(1)
    said["sections"][0]["questions"][0]["text"] = {"en": "Reworded?", "es": "¿Otra?"}
    await next_version(client, path, said)
    found = (await client.get(f"{path}/versions/2/differences")).json()
    changes = {(one["part"], one["key"]): one for one in found["changes"]}
    assert changes["question", removed["key"]]["how"] == ["removed"]
    assert changes["question", "c1"]["how"] == ["reworded"]
    assert changes["question", "c1"]["fields"][0]["new"] == {"en": "Reworded?", "es": "¿Otra?"}
    comparability = found["comparability"]
    assert [one["key"] for one in comparability["others"]] == ["c1"]
    assert comparability["whole"]["comparable"] is False
    assert {one["key"]: one["comparable"] for one in comparability["conditions"]}["technology"] is True
    assert removed["key"] in str((await client.get(f"{path}/versions/1")).json()), "the older version still asks it"
    for query, status in (({"from": 1}, 200), ({"from": 2}, 422), ({"from": 3}, 422), ({"from": 0}, 422)):
        assert (await client.get(f"{path}/versions/2/differences", params=query)).status_code == status
    assert (await client.get(f"{path}/versions/1/differences")).status_code == 422
    assert (await client.get(f"{path}/versions/9/differences")).status_code == 404


async def test_of_a_draft_with_problems_differences_are_told_and_nothing_of_comparability(
    client: httpx.AsyncClient,
) -> None:
    path = await published(client)
    begun = await client.post(f"{path}/draft")
    roles = [{"role": "leader", "minimum": 3, "weight": -1}, {"role": "teacher", "minimum": 3, "weight": 1}]
    await client.put(f"{path}/draft", json=content(roles=roles), headers={"If-Match": begun.headers["ETag"]})
    found = (await client.get(f"{path}/versions/2/differences")).json()
    assert found["changes"]
    assert found["comparability"] is None
    assert "problems" in found["not_comparable_because"]


async def test_a_clone_knows_its_origin_and_is_compared_with_it_however_far_away(client: httpx.AsyncClient) -> None:
    path = await published(client)
    assert (await client.post(f"{path}/draft")).status_code == 201
    assert (await client.post(f"{path}/versions/2/clone")).status_code == 409, "a draft"
    cloned = await client.post(f"{path}/versions/1/clone")
    assert cloned.status_code == 201
    original = path.rpartition("/")[2]
    assert cloned.json()["content"] == content(origin={"instrument_id": original, "version": 1})
    child = f"{PATH}/{cloned.json()['instrument_id']}"
    await publish(client, child)
    grandchild = f"{PATH}/{(await client.post(f'{child}/versions/1/clone')).json()['instrument_id']}"
    query = {"from_instrument_id": original}
    found = (await client.get(f"{grandchild}/versions/1/differences", params=query)).json()
    assert (found["from_instrument_id"], found["from_version"], found["changes"]) == (original, 1, [])
    assert found["comparability"]["whole"] == {"share": 1.0, "comparable": True}
    await publish(client, path)
    later = (await client.get(f"{child}/versions/1/differences", params=query | {"from": 2})).json()
    assert (later["comparability"], later["changes"]) == (None, [])
    upwards = {"from_instrument_id": child.rpartition("/")[2]}
    assert (await client.get(f"{path}/versions/1/differences", params=upwards)).status_code == 404


async def test_an_instrument_is_nobody_elses(running: RunningService, client: httpx.AsyncClient) -> None:
    path = await published(client)
    await client.post(f"{path}/draft")
    absent = f"{PATH}/{uuid4()}"
    first = {"If-Match": '"1"'}
    calls: list[tuple[str, str, Any]] = [
        ("GET", "", None), ("GET", "/draft", None), ("PUT", "/draft", content()), ("POST", "/draft", None),
        ("DELETE", "/draft", None), ("POST", "/draft/publish", None), ("GET", "/versions", None),
        ("GET", "/versions/1", None), ("GET", "/versions/1/export", None), ("GET", "/versions/2/differences", None),
        ("POST", "/versions/1/retire", None), ("POST", "/versions/1/clone", None), ("POST", "/versions/1/offer", None),
        ("DELETE", "/versions/1/offer", None),
    ]  # fmt: skip
    async with (
        client_of(running, DISTRICT_B) as other,
        running.client() as anonymous,
        running.client(DISTRICT_A, "readiness.take-part") as unscoped,
    ):
        for method, more, body in calls:
            theirs = await other.request(method, path + more, json=body, headers=first)
            nothing = await other.request(method, absent + more, json=body, headers=first)
            assert (theirs.status_code, theirs.json()["detail"]) == (404, nothing.json()["detail"]), more
            assert (await anonymous.request(method, path + more, json=body, headers=first)).status_code == 401
            assert (await unscoped.request(method, path + more, json=body, headers=first)).status_code == 403
        assert path.rpartition("/")[2] not in str((await other.get(f"{PATH}?limit=500")).json())
        origin = {"instrument_id": path.rpartition("/")[2], "version": 1}
        assert (await other.post(PATH, json=content(origin=origin))).status_code == 422
        for address in (PATH, f"{PATH}/import-csv", f"{OFFERED}/{uuid4()}/adopt"):
            assert (await unscoped.post(address)).status_code == 403
    assert (await client.get(f"{path}/versions/1")).json()["state"] == "published"
