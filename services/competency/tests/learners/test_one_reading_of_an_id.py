"""A learner whom rostering knows by an id is found by that id at every way in, in whatever spelling it comes."""

import csv
import io
import json
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import pytest

from services.competency.tests.credentials.issued_pieces import SYSTEM, VERIFY, issue, show
from services.competency.tests.evidence.known_pieces import registered
from services.competency.tests.intake.statement_pieces import STATEMENTS, V1, statement
from services.competency.tests.pieces import piece
from shared.http.routing import routes_of
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService
from shared.values.identifiers import SourcedId
from shared.values.ids import mint_learner_id

HOME = "https://lms.example.org"


def spellings(source: str, sourced_id: str, *, blanks: bool = True) -> Iterator[tuple[str, str]]:
    for form in ("NFC", "NFD"):
        for blank in ("", " ", "\u00a0\u3000") if blanks else ("",):
            yield (
                f"{blank}{unicodedata.normalize(form, source)}{blank}",
                f"{blank}{unicodedata.normalize(form, sourced_id)}{blank}",
            )


async def by_body(client: httpx.AsyncClient, item: str, source: str, sourced_id: str) -> bool:
    body = _piece(item) | {"learner": {"source": source, "sourced_id": sourced_id}}
    return (await client.post("/competency/v1/evidence", json=body)).status_code == 201


async def by_line(client: httpx.AsyncClient, item: str, source: str, sourced_id: str) -> bool:
    line = _piece(item) | {"learner": {"source": source, "sourced_id": sourced_id}, "external_id": str(uuid4())}
    headers = {"content-type": "application/x-ndjson"}
    answer = await client.post("/competency/v1/evidence/batch", content=json.dumps(line), headers=headers)
    return int(answer.json()["recorded"]) == 1


async def by_sheet(client: httpx.AsyncClient, item: str, source: str, sourced_id: str) -> bool:
    cells = _piece(item) | {
        "learner_source": source, "learner_sourced_id": sourced_id, "external_id": str(uuid4()),
    }  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows([list(cells), list(cells.values())])
    answer = await client.post(
        "/competency/v1/evidence/csv", content=out.getvalue().encode(), headers={"content-type": "text/csv"}
    )
    return int(answer.json()["recorded"]) == 1


async def by_statement(client: httpx.AsyncClient, item: str, source: str, sourced_id: str) -> bool:
    one = statement(uuid4(), item, actor={"account": {"homePage": source.strip(), "name": sourced_id}})
    return (await client.post(STATEMENTS, json=one, headers=V1)).status_code == 200


async def by_path(client: httpx.AsyncClient, item: str, source: str, sourced_id: str) -> bool:
    named = quote(f"{quote(source, safe='')}:{sourced_id}", safe="")
    return (await client.get(f"/competency/v1/learners/{named}/mastery")).status_code == 200


async def by_path_with_slashes(client: httpx.AsyncClient, item: str, source: str, sourced_id: str) -> bool:
    named = quote(str(SourcedId(source, sourced_id)), safe="/:")
    return (await client.get(f"/competency/v1/learners/{named}/evidence")).status_code == 200


def _piece(item: str) -> dict[str, Any]:
    made = piece(uuid4(), item)
    del made["learner_id"]
    return made


Way = Callable[[Any, str, str, str], Awaitable[bool]]
WAYS: list[Way] = [by_body, by_line, by_sheet, by_statement, by_path, by_path_with_slashes]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(("source", "sourced_id"), [
    (HOME, "u-1001"),
    ("https://sis-é.example/a:b/%20", "Zoë-77"),
    ("urn:sis:ǘ", "a/b:c%2F%"),
    ("sis:é", "é" * 250),
    ("s" * 251 + ":sis", "0007"),
])  # fmt: skip
async def test_any_spelling_of_an_id_that_rostering_knows_finds_the_learner(
    running: RunningService, learner: UUID, items: list[str], way: Way, source: str, sourced_id: str
) -> None:
    await registered(running, learner, source, sourced_id)
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for spelled in spellings(source, sourced_id):
            assert await way(client, items[0], *spelled), spelled
        assert not await way(client, items[0], source, f"{sourced_id[:-1]}9")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_two_ids_are_never_taken_for_each_other(running: RunningService, items: list[str], way: Way) -> None:
    mine = way.__name__
    pairs = [
        (f"{HOME}/a:b", f"c{mine}"),
        (f"{HOME}/a", f"b:c{mine}"),
        (f"{HOME}/a%3Ab", f"c{mine}"),
        (HOME, f"/a:b:c{mine}"),
    ]
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for number, pair in enumerate(pairs):
            assert [await way(client, items[0], *later) for later in pairs[number:]] == [False] * (len(pairs) - number)
            await registered(running, mint_learner_id(DISTRICT_A, LEARNER_ID_KEY), *pair)
            assert await way(client, items[0], *pair), pair


async def test_a_verifier_may_spell_the_recipients_id_as_it_likes(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    await registered(running, learner, "sis-é", "Zoe\u0308-77")
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0], 4)
        badge = await issue(client, learner, items[0])
        found = [
            (await client.post(VERIFY, json={"credential": badge["token"], "recipient": {"identifier": one}})).json()
            for one in ("Zoë-77", "Zoe\u0308-77", " Zoë-77\u00a0", "Zoe-77")
        ]
    assert [one["about_recipient"] for one in found] == [True, True, True, False]


async def test_what_a_sender_calls_a_piece_is_one_id_in_whatever_spelling(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        first, again = [
            (await client.post("/competency/v1/evidence", json=piece(learner, items[0], external_id=one))).json()
            for one in (f"é-{learner}", f" e\u0301-{learner} ")
        ]
    assert first["evidence_id"] == again["evidence_id"]


@pytest.mark.parametrize("named", ["", "0007", "50%25:1", "sis:%E2%80%8B", "sis:%00", "%25zz:1"])
async def test_what_names_no_learner_is_refused_with_how_to_name_one(running: RunningService, named: str) -> None:
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        answer = await client.get(f"/competency/v1/learners/{named}/mastery")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/learner")


def test_slashes_in_an_id_never_make_one_learners_route_anothers(running: RunningService) -> None:
    routes = [route.original_route for route in routes_of(running.app) if "/learners/{learner" in route.path]
    endings = {route.path.partition("{learner:path}")[2] for route in routes}
    assert len(endings) > 8
    filled = [ending.replace("{" + name + ":uuid}", str(uuid4())) for ending in endings for name in [_name_in(ending)]]
    for inner in ["", *filled]:
        for outer in filled:
            path = f"/competency/v1/learners/sis:1{inner}{outer}"
            found = {match["learner"] for route in routes if (match := route.path_regex.match(path))}
            assert found == {f"sis:1{inner}"}, path


def _name_in(ending: str) -> str:
    return ending.partition("{")[2].partition(":")[0] or "none"
