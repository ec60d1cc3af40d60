"""CASE 1.1 as it is given out: twelve answers, valid against the official schemas; who may read what; its errors."""

import json

import httpx
import pytest

from services.competency.tests.frameworks.case_pieces import (
    CASE,
    NO_CHANGES,
    OPEN,
    SHARED,
    key,
    needs_schemas,
    package,
    put,
    validate,
)
from services.competency.tests.pieces import ALL
from shared.auth.limits import Limiter
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

RECORDS = {
    "CFPackages": ("getCFPackage", "{}"),
    "CFDocuments": ("getCFDocument", "{}"),
    "CFItems": ("getCFItem", "{} item 1"),
    "CFAssociations": ("getCFAssociation", "{} item 1 child"),
    "CFItemAssociations": ("getCFItemAssociations", "{} item 0"),
    "CFAssociationGroupings": ("getCFAssociationGrouping", "{} grouping"),
    "CFConcepts": ("getCFConcept", "{} concept"),
    "CFSubjects": ("getCFSubject", "{} subject"),
    "CFItemTypes": ("getCFItemType", "{} type"),
    "CFLicenses": ("getCFLicense", "{} licence"),
    "CFRubrics": ("getCFRubric", "{} rubric"),
}


def address(kind: str, framework: str) -> str:
    return f"{CASE}/{kind}/{key(RECORDS[kind][1].format(framework))}"


def minor(answer: httpx.Response) -> str:
    return str(answer.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"])


@pytest.fixture(scope="module")
async def case(running: RunningService) -> RunningService:
    """District A has a closed framework, one that may be read and one that may be adapted."""
    async with running.client(DISTRICT_A, *ALL) as client:
        await put(client, package("closed"))
        await put(client, package("readable", licence=NO_CHANGES))
        await put(client, package("open", licence=OPEN, items=5))
    return running


@needs_schemas
@pytest.mark.parametrize("kind", RECORDS)
async def test_each_answer_is_valid_against_the_official_schema(case: RunningService, kind: str) -> None:
    async with case.client(DISTRICT_A, *ALL) as client:
        answer = await client.get(address(kind, "closed"))
    assert answer.status_code == 200, answer.text
    validate(f"{RECORDS[kind][0]}-200", answer.json())


@needs_schemas
async def test_the_list_of_documents_and_the_real_package_are_valid_too(case: RunningService) -> None:
    raw = (SHARED / "data/case/smarter-balanced-math.json").read_bytes()
    async with case.client(DISTRICT_A, *ALL) as client:
        report = await client.post("/competency/v1/frameworks/import", content=raw, timeout=60)
        listed = await client.get(f"{CASE}/CFDocuments")
        out = (await client.get(f"{CASE}/CFPackages/{report.json()['framework_id']}")).json()
        items = [item["identifier"] for item in out["CFItems"][::100]]
        for identifier in items:
            validate("getCFItem-200", (await client.get(f"{CASE}/CFItems/{identifier}")).json())
            found = await client.get(f"{CASE}/CFItemAssociations/{identifier}")
            validate("getCFItemAssociations-200", found.json())
        for association in out["CFAssociations"][::500]:
            found = await client.get(f"{CASE}/CFAssociations/{association['identifier']}")
            validate("getCFAssociation-200", found.json())
    validate("getAllCFDocuments-200", listed.json())
    validate("getCFPackage-200", out)
    assert len(out["CFAssociations"]) == 3368


async def test_what_stands_below_a_definition_comes_along(case: RunningService) -> None:
    async with case.client(DISTRICT_A, *ALL) as client:
        concepts = (await client.get(address("CFConcepts", "closed"))).json()["CFConcepts"]
        types = (await client.get(address("CFItemTypes", "closed"))).json()["CFItemTypes"]
    assert [one["title"] for one in concepts] == ["closed concept", "closed narrower"]
    assert [one["title"] for one in types] == ["closed type", "closed kind"]


async def test_an_item_comes_with_the_associations_on_both_its_ends(case: RunningService) -> None:
    async with case.client(DISTRICT_A, *ALL) as client:
        body = (await client.get(address("CFItemAssociations", "closed"))).json()
        leaf = (await client.get(f"{CASE}/CFItemAssociations/{key('closed item 2')}")).json()
        item = (await client.get(f"{CASE}/CFItems/{key('closed item 0')}")).json()
    assert [a["identifier"] for a in body["CFAssociations"]] == [key(f"closed item {n} child") for n in range(3)]
    assert body["CFItem"] == item
    assert item["CFDocumentURI"]["identifier"] == key("closed")
    assert all("CFDocumentURI" not in association for association in body["CFAssociations"])
    assert [a["identifier"] for a in leaf["CFAssociations"]] == [key("closed item 2 child")]


async def test_an_item_without_associations_has_no_such_answer_for_case_wants_one_at_least(
    case: RunningService,
) -> None:
    alone = package("alone", items=2)
    del alone["CFAssociations"][1]
    async with case.client(DISTRICT_A, *ALL) as client:
        await put(client, alone)
        answers = [await client.get(f"{CASE}/CFItemAssociations/{key(f'alone item {n}')}") for n in range(2)]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert minor(answers[1]) == "unknownobject"


@pytest.mark.parametrize("kind", RECORDS)
async def test_the_licence_alone_opens_a_framework_to_another_district(case: RunningService, kind: str) -> None:
    async with case.client(DISTRICT_B, "competency.read") as theirs:
        assert (await theirs.get(address(kind, "closed"))).status_code == 404
        for framework in ("readable", "open"):
            answer = await theirs.get(address(kind, framework))
            assert answer.status_code == 200, answer.text
            async with case.client(DISTRICT_A, "competency.read") as ours:
                assert (await ours.get(address(kind, framework))).json() == answer.json()


async def test_another_district_lists_what_is_open_and_nothing_of_it_as_its_own(case: RunningService) -> None:
    async with case.client(DISTRICT_B, "competency.read") as theirs:
        titles = {d["title"] for d in (await theirs.get(f"{CASE}/CFDocuments")).json()["CFDocuments"]}
        own = (await theirs.get("/competency/v1/frameworks")).json()["items"]
        opened = await theirs.get(f"/competency/v1/frameworks/{key('open')}")
        items = await theirs.get(f"/competency/v1/frameworks/{key('open')}/items")
    assert {"readable", "open"} <= titles
    assert "closed" not in titles
    assert not {"readable", "open", "closed"} & {f["title"] for f in own}
    assert (opened.status_code, items.status_code) == (404, 404)


async def test_a_district_with_an_open_framework_of_the_same_identifier_reads_its_own(case: RunningService) -> None:
    mine = package("open", licence=OPEN, items=5)
    mine["CFItems"][1]["fullStatement"] = "ours"
    async with case.client(DISTRICT_B, *ALL) as theirs, case.client(DISTRICT_A, *ALL) as ours:
        await put(theirs, mine)
        assert (await theirs.get(address("CFItems", "open"))).json()["fullStatement"] == "ours"
        assert (await ours.get(address("CFItems", "open"))).json()["fullStatement"] == "shows open item 1"
        listed = [d["title"] for d in (await theirs.get(f"{CASE}/CFDocuments")).json()["CFDocuments"]]
        assert listed.count("open") == 1
        package_ = (await theirs.get(address("CFPackages", "open"))).json()
        assert len(package_["CFItems"]) == 5
        assert len((await theirs.get(address("CFItemAssociations", "open"))).json()["CFAssociations"]) == 5


async def test_a_framework_whose_licence_is_withdrawn_closes_again(case: RunningService) -> None:
    async with case.client(DISTRICT_A, *ALL) as ours, case.client(DISTRICT_B, *ALL) as theirs:
        await put(ours, package("fickle", licence=OPEN))
        assert (await theirs.get(address("CFItems", "fickle"))).status_code == 200
        shorter = package("fickle", items=1)
        await put(ours, shorter)
        for kind in RECORDS:
            assert (await theirs.get(address(kind, "fickle"))).status_code == 404
        retired = f"{CASE}/CFItems/{key('fickle item 2')}"
        assert (await theirs.get(retired)).status_code == 404
        assert (await ours.get(retired)).status_code == 200


async def test_documents_are_paged_sorted_filtered_and_cut_to_fields(case: RunningService) -> None:
    async with case.client(DISTRICT_A, *ALL) as client:
        whole = await client.get(f"{CASE}/CFDocuments")
        total = int(whole.headers["X-Total-Count"])
        assert total == len(whole.json()["CFDocuments"]) >= 4
        query = {"limit": "2", "offset": "1", "sort": "title", "orderBy": "desc", "fields": "identifier,title"}
        page = await client.get(f"{CASE}/CFDocuments", params=query)
        titles = sorted((d["title"] for d in whole.json()["CFDocuments"]), key=str.casefold, reverse=True)
        assert [d["title"] for d in page.json()["CFDocuments"]] == titles[1:3]
        assert all(set(d) == {"identifier", "title"} for d in page.json()["CFDocuments"])
        assert 'rel="next"' in page.headers["Link"]
        assert 'rel="first"' in page.headers["Link"]
        assert "sort=title" in page.headers["Link"]
        filtered = await client.get(f"{CASE}/CFDocuments", params={"filter": "title='READABLE'"})
        assert [d["title"] for d in filtered.json()["CFDocuments"]] == ["readable"]
        assert filtered.headers["X-Total-Count"] == "1"
        none = await client.get(f"{CASE}/CFDocuments", params={"filter": "title='nothing'"})
    assert (none.status_code, none.json(), none.headers["X-Total-Count"]) == (200, {"CFDocuments": []}, "0")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "invalid_selection_field"),
        ("limit=many", "invalid_selection_field"),
        ("offset=-1", "invalid_selection_field"),
        ("orderBy=up", "invalid_sort_field"),
        ("filter=title", "invalid_selection_field"),
        ("filter=nothing%3D'x'", "invalid_selection_field"),
        ("fields=,", "invalid_selection_field"),
        ("limit=1&limit=2", "invalid_selection_field"),
        ("titel=x", "invalid_selection_field"),
    ],
)
async def test_a_query_that_cannot_be_answered_is_a_400_in_the_standards_body(
    case: RunningService, query: str, code: str
) -> None:
    async with case.client(DISTRICT_A, *ALL) as client:
        answer = await client.get(f"{CASE}/CFDocuments?{query}")
    assert (answer.status_code, minor(answer)) == (400, code)
    assert answer.headers["content-type"] == "application/json"


@needs_schemas
async def test_every_error_is_valid_against_the_official_schema(
    case: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = address("CFItems", "closed")
    async with (
        case.client(DISTRICT_A, *ALL) as client,
        case.client() as anonymous,
        case.client(DISTRICT_A, "other.read") as scopeless,
    ):
        answers = {
            "400": await client.get(f"{url}?fields=title"),
            "401": await anonymous.get(f"{url}?fields=title"),
            "403": await scopeless.get(url),
            "404": await client.get(f"{CASE}/CFItems/{key('nobody')}"),
            "404 ": await client.get(f"{CASE}/CFItems/%7Bnot-a-uuid%7D"),
            "404  ": await client.get(f"{CASE}/CFNothings"),
        }
        monkeypatch.setattr(case.app.gate, "limiter", Limiter(0.001, 1))
        await client.get(url)
        answers["429"] = await client.get(url)
    for status, answer in answers.items():
        assert answer.status_code == int(status), answer.text
        validate("getCFPackage-400-401-403-404-429-500-default", answer.json())
    codes = [minor(answer) for answer in answers.values()]
    assert codes == [
        "invalid_selection_field", "unauthorised_request", "forbidden", "unknownobject", "invalid_uuid",
        "unknownobject", "server_busy",
    ]  # fmt: skip


async def test_the_discovery_document_names_every_route_with_its_parameters_to_anybody(case: RunningService) -> None:
    async with case.client() as anonymous:
        answer = await anonymous.get(f"{CASE}/discovery/imscasev1p1_openapi3_v1p0.json")
    found = answer.json()
    assert answer.status_code == 200
    assert len(found["paths"]) == 12
    assert found["servers"][0]["url"].endswith("/ims/case/v1p1")
    if (SHARED / "standards/case_v1p1").exists():
        official = json.loads((SHARED / "standards/case_v1p1/openapi_3.0.0.json").read_text())
        assert found["paths"].keys() == official["paths"].keys()
        for path, methods in official["paths"].items():
            theirs = {p["name"] for p in methods["get"].get("parameters", ())}
            assert {p["name"] for p in found["paths"][path]["get"].get("parameters", ())} == theirs
            assert methods["get"]["responses"].keys() <= found["paths"][path]["get"]["responses"].keys()
