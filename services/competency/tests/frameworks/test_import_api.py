"""Imports: what is mended is reported and can be downloaded, what cannot be read is refused whole, our own export
changes nothing.
"""

import csv
import io
import json
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from competency.frameworks.usecases.work_import import work_next_import
from services.competency.tests.frameworks.case_pieces import (
    CASE,
    FRAMEWORKS,
    IMPORT,
    SHARED,
    key,
    link,
    package,
    put,
    record,
)
from services.competency.tests.frameworks.provider_pieces import PULL, allowed, provider, response
from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import FrameworkPublished, FrameworkRevised, ItemRetired
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

real = pytest.mark.skipif(
    not (SHARED / "data/case").exists(), reason="the real packages lie in ../shared, outside the repository"
)


def parent_of(name: str, child: str, parent: str) -> dict[str, Any]:
    ends = {"originNodeURI": link(child), "destinationNodeURI": link(parent)}
    return record(name, associationType="isChildOf", **ends)


@real
@pytest.mark.parametrize(
    ("name", "items", "associations"), [("small-package", 19, 19), ("smarter-balanced-math", 585, 3368)]
)
async def test_real_packages_import_whole_and_their_export_imported_changes_nothing(
    running: RunningService, name: str, items: int, associations: int
) -> None:
    raw = (SHARED / f"data/case/{name}.json").read_bytes()
    async with running.client(DISTRICT_B, *ALL) as client:
        report = (await client.post(IMPORT, content=raw, timeout=60)).json()
        assert (report["items"], report["associations"]) == (items, associations)
        url = f"{FRAMEWORKS}/{report['framework_id']}"
        listed = (await client.get(f"{url}/import-report")).json()
        assert listed["defects"] == report["defects"]
        assert all(defect["code"] for defect in listed["defects"])
        assert sum(listed["by_code"].values()) == sum(defect["times"] for defect in listed["defects"])
        out = await client.get(f"{CASE}/CFPackages/{report['framework_id']}")
        again = (await client.post(IMPORT, content=out.content, timeout=60)).json()
        assert (again["changed"], again["edition"]) == (False, report["edition"])
        assert {defect["code"] for defect in again["defects"]} <= {"end-outside-package"}  # said, not mended
        assert (await client.get(f"{CASE}/CFPackages/{report['framework_id']}")).json() == out.json()
        kept = await client.get(f"{url}/import-report")
        assert kept.json()["defects"] == listed["defects"]
    if name == "smarter-balanced-math":
        assert listed["by_code"]["identifier-duplicate"] == 1


async def test_the_report_is_counted_on_the_framework_and_comes_as_a_spreadsheet(running: RunningService) -> None:
    body = package("mended", colour="=1+1")
    body["CFItems"][0]["lastChangeDateTime"] = "2026-01-02T03:04:05"
    body["CFItems"][1]["notes"] = None
    async with running.client(DISTRICT_A, *ALL) as client:
        report = await put(client, body)
        url = f"{FRAMEWORKS}/{report['framework_id']}"
        framework = (await client.get(url)).json()
        assert framework["defects_mended"] == len(report["defects"]) == 3
        answer = await client.get(f"{url}/import-report?format=csv")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert "attachment" in answer.headers["content-disposition"]
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert {row["code"] for row in rows} == {"unknown-field", "no-time-zone", "null"}
        assert not any(cell.startswith("=") for row in rows for cell in row.values())
        assert (await client.get(f"{url}/import-report?edition=2")).status_code == 404
        assert (await client.get(f"{url}/import-report?edition=1")).status_code == 200
        assert (await client.get(f"{url}/import-report?edition=0")).status_code == 422
        assert (await client.get(f"{url}/import-report?format=pdf")).status_code == 422
    async with running.client(DISTRICT_B, *ALL) as theirs, running.client() as anonymous:
        assert (await theirs.get(f"{url}/import-report")).status_code == 404
        assert (await anonymous.get(f"{url}/import-report")).status_code == 401
    async with running.client(DISTRICT_A, "other.read") as scopeless:
        assert (await scopeless.get(f"{url}/import-report")).status_code == 403


async def test_cycles_duplicates_and_dangling_ends_are_mended_and_named(running: RunningService) -> None:
    body = package("broken")
    ring = [f"broken item {n}" for n in (0, 1, 2, 0)]
    body["CFAssociations"] = [parent_of(f"ring {a}", a, b) for a, b in pairwise(ring)]
    body["CFAssociations"].append(parent_of("ring broken item 1", "broken item 1", "nowhere"))
    body["CFItems"].append(dict(body["CFItems"][1], fullStatement="the same identifier again"))
    async with running.client(DISTRICT_A, *ALL) as client:
        report = await put(client, body)
        listed = (await client.get(f"{CASE}/CFPackages/{key('broken')}")).json()
    found = {defect["code"]: defect for defect in report["defects"]}
    assert found["cycle"]["done"].startswith("left out")
    assert all(key(name) in found["cycle"]["found"] for name in ring)
    twice = [defect["pointer"] for defect in report["defects"] if defect["code"] == "identifier-duplicate"]
    assert twice == ["/CFItems/3/identifier", "/CFAssociations/3/identifier"]
    assert "outside the package" in found["end-outside-package"]["found"]
    assert (len(listed["CFItems"]), len(listed["CFAssociations"])) == (4, 3)


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"not json", 400, "JSON"),
        (b'{"CFDocument": {}', 400, "JSON"),
        ('{"CFDocument": {"title": "é"}}'.encode("latin-1"), 400, "UTF-8"),
        ('{"CFDocument": {}}'.encode("utf-16"), 400, "UTF-"),
        (b'{"CFDocument": ' + b"[" * 100 + b"]" * 100 + b"}", 422, "nested"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 422, "nested"),
        (b'{"CFDocument": "x"}', 422, "expected an object"),
        (b'[{"CFDocument": {}}]', 422, "one at a time"),
        (b'{"CFDocument": {}, "CFItems": 3}', 422, "CFItems"),
        (b'{"CFDocument": {}}', 422, "holds nothing"),
        (b'{"CFDocument": {"title": " "}, "CFItems": [{"fullStatement": "x"}]}', 422, "known by its title"),
        (b'{"CFDocument": {"title": "\\ud800"}}', 422, "half a character"),
        (b"[" + b"{}," * 1_100_000 + b"{}]", 422, "more than"),
        (b"\0" * 1000, 400, "zero bytes"),
        (b"", 400, "empty"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
async def test_what_cannot_be_read_is_refused_whole_and_says_why(
    running: RunningService, body: bytes, status: int, reason: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        before = (await client.get(FRAMEWORKS)).json()
        answer = await client.post(IMPORT, content=body)
        assert (await client.get(FRAMEWORKS)).json() == before
    assert answer.status_code == status, answer.text
    assert reason in answer.text


async def test_an_edition_without_a_title_changes_nothing(running: RunningService) -> None:
    sent = package("named, then nameless")
    async with running.client(DISTRICT_A, *ALL) as client:
        framework = f"{FRAMEWORKS}/{(await put(client, sent))['framework_id']}"
        before = (await client.get(framework)).json()
        answers = [
            await client.post(IMPORT, content=json.dumps({"CFDocument": sent["CFDocument"] | {"title": title}} | more))
            for title in ("", "\u200b")
            for more in ({}, {"CFItems": sent["CFItems"]})
        ]
        after = (await client.get(framework)).json()
    assert [answer.status_code for answer in answers] == [422] * 4
    assert {answer.json()["errors"][0]["pointer"] for answer in answers} == {"/CFDocument/title"}
    assert after == before


@pytest.mark.parametrize("state", ["adopted", "draft"])
@pytest.mark.parametrize("way", ["at once", "in the background", "pulled"])
async def test_a_package_without_items_takes_none_away(running: RunningService, way: str, state: str) -> None:
    """Nor does it do so silently: a framework ends by a word of its own."""
    sent = package(f"emptied {way} {state}")
    empty = json.dumps({"CFDocument": sent["CFDocument"]})
    async with running.client(DISTRICT_A, *ALL) as client:
        framework = f"{FRAMEWORKS}/{(await put(client, sent, state=state))['framework_id']}"
        before = [(await client.get(f"{framework}{path}")).json() for path in ("", "/items?retired=true")]
        if way == "at once":
            problem = (await client.post(IMPORT, content=empty)).json()
        elif way == "pulled":
            async with provider(response(empty.encode())) as host:
                with allowed(running, host):
                    problem = (await client.post(PULL, json={"url": f"http://{host}/x"})).json()
        else:
            queued = await client.post(IMPORT, content=empty, headers={"Prefer": "respond-async"})
            assert await work_next_import(running.worker, lambda: None)
            problem = (await client.get(queued.headers["Location"])).json()["problem"]
        after = [(await client.get(f"{framework}{path}")).json() for path in ("", "/items?retired=true")]
    assert problem["status"] == 422
    assert problem["errors"][0]["pointer"] == "/CFItems"
    assert "all of which would be retired" in problem["errors"][0]["detail"]
    assert after == before


async def test_a_document_may_be_announced_before_its_items_are(running: RunningService) -> None:
    sent = package("announced")
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await put(client, {"CFDocument": sent["CFDocument"]})
        again = await put(client, {"CFDocument": sent["CFDocument"] | {"version": "2"}})
        whole = await put(client, sent)
    assert [(one["edition"], one["items"], one["removed"]) for one in (first, again, whole)] == [
        (1, 0, 0), (2, 0, 0), (3, 3, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["adopted", "draft"])
async def test_the_report_says_how_many_items_an_edition_leaves_out(running: RunningService, state: str) -> None:
    first, second = package(f"shrinking {state}", items=4), package(f"shrinking {state}", items=4)
    del second["CFItems"][2:], second["CFAssociations"][2:]
    async with running.client(DISTRICT_A, *ALL) as client:
        told = [(await put(client, one, state=state))["removed"] for one in (first, first, second, second)]
    assert told == [0, 0, 2, 0]


async def test_a_package_beyond_the_limit_is_a_413_and_one_of_sixty_megabytes_is_read(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await client.post(IMPORT, content=b" " * 64_000_001)).status_code == 413
        whole = json.dumps(package("large")).encode()
        answer = await client.post(IMPORT, content=whole + b" " * (60_000_000 - len(whole)))
    assert answer.status_code == 200, answer.text


async def test_items_of_another_framework_are_not_taken_over(running: RunningService) -> None:
    thief = package("thief")
    thief["CFItems"][2] = package("victim")["CFItems"][0]
    async with running.client(DISTRICT_A, *ALL) as client:
        await put(client, package("victim"))
        answer = await client.post(IMPORT, content=json.dumps(thief))
        assert answer.status_code == 422
        assert (await client.get(f"{FRAMEWORKS}/{key('thief')}")).status_code == 404
        assert (await client.get(f"{CASE}/CFPackages/{key('thief')}")).status_code == 404


async def test_the_next_edition_is_compared_and_its_readers_told(running: RunningService, learner: UUID) -> None:
    first, second = package("growing"), package("growing", items=4)
    del second["CFItems"][2], second["CFAssociations"][2]
    second["CFItems"][1]["fullStatement"] = "reworded"
    async with running.client(DISTRICT_A, *ALL) as client:
        await put(client, first)
        recorded = await client.post("/competency/v1/evidence", json=piece(learner, key("growing item 2"), 3))
        assert recorded.status_code == 201
        await running.clear_outbox()
        await put(client, second)
        url = f"{FRAMEWORKS}/{key('growing')}"
        editions = (await client.get(f"{url}/editions")).json()
        assert [(e["edition"], e["items"]) for e in editions] == [(2, 3), (1, 3)]
        diff = (await client.get(f"{url}/editions/1/diff/2")).json()
        assert [one["item_id"] for one in diff["added"]] == [key("growing item 3")]
        assert [one["item_id"] for one in diff["removed"]] == [key("growing item 2")]
        (changed,) = diff["changed"]
        assert changed["fields"] == [{"field": "full_statement", "old": "shows growing item 1", "new": "reworded"}]
        assert diff["same"] == 1
        back = (await client.get(f"{url}/editions/2/diff/1")).json()
        assert [one["item_id"] for one in back["added"]] == [key("growing item 2")]
        for path in ("editions/1/diff/3", "editions/9/diff/1"):
            assert (await client.get(f"{url}/{path}")).status_code == 404
        assert (await client.get(f"{url}/editions/0/diff/1")).status_code == 422
        shown = [item["item_id"] for item in (await client.get(f"{url}/items")).json()["items"]]
        assert shown == [key(f"growing item {n}") for n in (0, 1, 3)]
        all_ = (await client.get(f"{url}/items?retired=true&limit=2")).json()
        rest = (await client.get(f"{url}/items?retired=true&after={all_['next']}")).json()["items"]
        items = {item["item_id"]: item["active"] for item in all_["items"] + rest}
        assert items == {key(f"growing item {n}"): n != 2 for n in range(4)}
        refused = await client.post("/competency/v1/evidence", json=piece(learner, key("growing item 2"), 3))
        assert refused.status_code == 422
    async with running.client(DISTRICT_B, *ALL) as theirs:
        for path in ("", "/items", "/editions", "/editions/1/diff/2"):
            assert (await theirs.get(url + path)).status_code == 404
    (revised,) = await running.published(FrameworkRevised)
    assert (revised.event.edition, revised.event.changed, revised.event.retired) == (2, 2, 1)
    (retired,) = await running.published(ItemRetired)
    assert str(retired.event.item_id) == key("growing item 2")
    assert len(await running.published(FrameworkPublished)) == 1
