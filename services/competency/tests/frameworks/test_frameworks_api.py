"""Frameworks: in as CASE packages, out as CASE packages."""

import copy
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from jsonschema import Draft202012Validator

from demo import framework as demo_framework
from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import FrameworkPublished, ItemPublished
from shared.http.paging import encode
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

IMPORT = "/competency/v1/frameworks/import"
CASE = "/ims/case/v1p1"
SHARED = Path(__file__).parents[5] / "shared"


async def test_the_same_package_again_is_no_new_edition_and_a_changed_one_is(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    package = demo_framework.package()
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client:
        again = (await client.post(IMPORT, content=json.dumps(package))).json()
        assert (again["changed"], again["edition"]) == (False, 1)
        assert await running.published() == []
        revised = copy.deepcopy(package)
        dropped = revised["CFItems"].pop()
        report = (await client.post(IMPORT, content=json.dumps(revised))).json()
        assert (report["changed"], report["edition"], report["items"]) == (True, 2, len(package["CFItems"]) - 1)
        retired = await client.post("/competency/v1/evidence", json=piece(learner, dropped["identifier"]))
        assert retired.status_code == 422
        assert (await client.get(f"{CASE}/CFItems/{dropped['identifier']}")).status_code == 200
        await client.post(IMPORT, content=json.dumps(package))
    assert len(await running.published(FrameworkPublished)) == 2
    assert len(await running.published(ItemPublished)) == 2 * len(package["CFItems"]) - 1


async def test_two_districts_hold_the_same_package_each_for_itself(running: RunningService) -> None:
    identifier = demo_framework.package()["CFDocument"]["identifier"]
    async with running.client(DISTRICT_A, *ALL) as ours, running.client(DISTRICT_B, *ALL) as theirs:
        assert (await ours.get(f"{CASE}/CFPackages/{identifier}")).status_code == 200
        assert (await theirs.get(f"{CASE}/CFPackages/{identifier}")).status_code == 200
        listed = (await theirs.get("/competency/v1/frameworks")).json()["items"]
    assert [f["framework_id"] for f in listed] == [identifier]


async def test_a_cursor_with_a_position_past_any_item_is_answered(running: RunningService) -> None:
    path = f"/competency/v1/frameworks/{demo_framework.package()['CFDocument']['identifier']}/items"
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await client.get(path, params={"limit": 1})
        past = await client.get(path, params={"after": encode([2**40, str(uuid4())])})
    assert (len(first.json()["items"]), past.status_code, past.json()["items"]) == (1, 200, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"CFDocument": 3}',
        b"\xff\xfe{\x00}\x00",
        b'{"a": NaN}',
        b"[" * 100_000,
        b"\x00" * 50,
    ],
)
async def test_what_is_no_package_is_refused_whole_and_says_where(running: RunningService, body: bytes) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(IMPORT, content=body)
        assert answer.status_code in (400, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_scale_out_of_order_is_refused(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(f"{IMPORT}?mastery_score=9", content=json.dumps(demo_framework.package()))
    assert answer.status_code == 422


async def test_errors_under_ims_are_the_standards_own(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client, running.client() as anonymous:
        unknown = await client.get(f"{CASE}/CFPackages/{uuid4()}")
        wrong = await client.get(f"{CASE}/CFItems/nothing")
        refused = await anonymous.get(f"{CASE}/CFItems/{uuid4()}")
    minor = [
        a.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"]
        for a in (unknown, wrong, refused)
    ]
    assert minor == ["unknownobject", "invalid_uuid", "unauthorised_request"]
    assert [a.status_code for a in (unknown, wrong, refused)] == [404, 404, 401]


@pytest.mark.skipif(
    not SHARED.exists(), reason="the real packages and official schemas lie in ../shared, outside the repository"
)
async def test_the_real_package_imports_whole_and_comes_out_schema_valid(
    running: RunningService, learner: UUID
) -> None:
    raw = (SHARED / "data/case/smarter-balanced-math.json").read_bytes()
    schema = json.loads((SHARED / "standards/case_v1p1/getCFPackage-200-responsepayload-schema.json").read_text())
    async with running.client(DISTRICT_A, *ALL) as client:
        report = await client.post(IMPORT, content=raw, timeout=60)
        assert report.status_code == 200, report.text
        assert report.json()["items"] == 585
        out = (await client.get(f"{CASE}/CFPackages/{report.json()['framework_id']}")).json()
        item = out["CFItems"][100]["identifier"]
        recorded = await client.post("/competency/v1/evidence", json=piece(learner, item, 3))
        assert recorded.status_code == 201, recorded.text
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    assert [e.message for e in Draft202012Validator(schema).iter_errors(out)] == []
    assert len(out["CFAssociations"]) == report.json()["associations"] == 3368
