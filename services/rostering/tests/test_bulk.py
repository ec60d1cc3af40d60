"""Files of a source: every line by itself, the same file the same ids, and nothing done twice."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from rostering.api.files import MOST_LINES
from services.rostering.tests.conftest import Office
from shared.contracts.rostering import PersonChanged, PersonNamed
from shared.testing.running import Published

V1 = "/rostering/v1"
NDJSON = {"Content-Type": "application/x-ndjson"}


def learner(number: int, **changes: Any) -> dict[str, Any]:
    named = {"given_name": "Ana", "family_name": f"Ruiz {number}"}
    return {"source": "sis", "sourced_id": f"p{number}", "roles": ["learner"]} | named | changes


def a_roster() -> dict[str, list[dict[str, Any]]]:
    """A small district as one source would send it, schools before the district they belong to."""
    sis = {"source": "sis"}
    return {
        "organisations": [
            sis | {"sourced_id": "s1", "name": "School", "kind": "school", "parent_id": sis | {"sourced_id": "d"}},
            sis | {"sourced_id": "d", "name": "District", "kind": "district"},
        ],
        "people": [
            *(learner(n, organisation_ids=[sis | {"sourced_id": "s1"}]) for n in range(20)),
            *(learner(n, roles=["guardian", "educator"]) for n in range(20, 25)),
        ],
        "terms": [sis | {"sourced_id": "t", "title": "Autumn", "starts_on": "2026-08-01", "ends_on": "2026-12-20"}],
        "classes": [
            sis | {"sourced_id": f"c{n}", "title": f"Class {n}", "organisation_id": sis | {"sourced_id": "s1"},
                   "term_id": sis | {"sourced_id": "t"}}
            for n in range(3)
        ],
        "enrolments": [
            sis | {"sourced_id": f"e{n}", "person_id": sis | {"sourced_id": f"p{n}"},
                   "class_id": sis | {"sourced_id": f"c{n % 3}"}, "role": "learner" if n < 20 else "educator"}
            for n in range(25)
        ],
        "guardians": [
            sis | {"sourced_id": f"g{n}", "learner_id": sis | {"sourced_id": f"p{n}"},
                   "guardian_id": sis | {"sourced_id": f"p{20 + n % 5}"}}
            for n in range(20)
        ],
    }  # fmt: skip


def gaps(told: list[Published[Any]]) -> list[tuple[str, list[int]]]:
    """Keys whose sequences do not run 1, 2, 3, ..."""
    runs: dict[tuple[str, str], list[int]] = {}
    for p in told:
        runs.setdefault((p.event.topic.name, p.event.key), []).append(p.sequence)
    return [(key[1], run) for key, run in runs.items() if run != list(range(1, len(run) + 1))]


async def test_a_whole_roster_comes_in_and_the_same_again_changes_nothing(office: Office) -> None:
    first = {collection: await office.bulk(collection, *lines) for collection, lines in a_roster().items()}
    told = await office.told()
    again = {collection: await office.bulk(collection, *lines) for collection, lines in a_roster().items()}

    for collection, lines in a_roster().items():
        assert first[collection]["created"] == again[collection]["unchanged"] == len(lines), first[collection]
        ids = [line["id"] for line in first[collection]["lines"]]
        assert [line["id"] for line in again[collection]["lines"]] == ids
        for line in first[collection]["lines"]:
            read = await office.client.get(f"{V1}/{collection}/sis:{line['sourced_id']}")
            assert (read.json()["id"], read.headers["etag"]) == (line["id"], '"1"')
    assert await office.told() == told
    assert gaps(told) == []
    assert len(told) == sum(map(len, a_roster().values())) + 25  # a person is told of twice: once without the name


async def test_only_lines_that_differ_are_written_and_told_of(office: Office) -> None:
    await office.bulk("people", *(learner(n) for n in range(5)))
    before = len(await office.told())
    report = await office.bulk(
        "people", learner(0), learner(1, grade="4"), learner(2, given_name="Eva"), learner(3, active=False), learner(5)
    )
    assert [line["status"] for line in report["lines"]] == ["unchanged", "updated", "updated", "updated", "created"]
    told = [type(p.event) for p in (await office.told())[before:]]
    assert told == [PersonChanged, PersonNamed, PersonChanged, PersonChanged, PersonNamed]


async def test_a_bad_line_is_reported_where_it_is_and_the_rest_is_taken(office: Office) -> None:
    report = await office.bulk(
        "people",
        learner(0),
        "{ not json",
        "",
        learner(1, roles=["pupil"]),
        learner(2, given_name="\0"),
        learner(3, organisation_ids=[{"source": "sis", "sourced_id": "nowhere"}]),
        learner(0, grade="9"),
        '["p4"]',
        '{"sourced_id": "p5"}',
        "[" * 2000,
        learner(6, shoe_size=38),
        learner(7),
    )
    assert (report["created"], report["updated"], report["unchanged"], report["refused"]) == (2, 0, 0, 9)
    told = [(line["line"], line["sourced_id"], line["status"]) for line in report["lines"]]
    assert told == [
        (1, "p0", "created"), (2, None, "refused"), (4, "p1", "refused"), (5, "p2", "refused"), (6, "p3", "refused"),
        (7, "p0", "refused"), (8, None, "refused"), (9, "p5", "refused"), (10, None, "refused"), (11, "p6", "refused"),
        (12, "p7", "created"),
    ]  # fmt: skip
    problems = {line["line"]: [flaw["pointer"] for flaw in line["problem"]] for line in report["lines"][1:-1]}
    assert problems[4] == ["/roles/0"]
    assert problems[5] == ["/given_name"]
    assert problems[6] == ["/organisation_ids/0"]
    assert problems[7] == ["/sourced_id"]
    assert problems[11] == ["/shoe_size"]
    assert "/source" in problems[9]
    people = (await office.client.get(f"{V1}/people")).json()["items"]
    assert {person["identifiers"][0]["sourced_id"] for person in people} == {"p0", "p7"}
    assert {person["grade"] for person in people} == {None}


async def test_a_refused_line_leaves_no_trace(office: Office) -> None:
    await office.bulk("people", learner(0), learner(1, roles=["guardian"]))
    told = await office.told()
    tie = {"source": "sis", "sourced_id": "g"}
    p0, p1 = ({"source": "sis", "sourced_id": f"p{n}"} for n in range(2))
    report = await office.bulk(
        "guardians",
        tie | {"learner_id": p0, "guardian_id": p0},
        tie | {"sourced_id": "h", "learner_id": p1, "guardian_id": p0},
    )
    assert report["refused"] == 2
    assert await office.told() == told
    assert (await office.client.get(f"{V1}/guardians")).json()["items"] == []
    assert (await office.bulk("guardians", tie | {"learner_id": p0, "guardian_id": p1}))["created"] == 1


async def test_a_pair_is_tied_once_within_a_file_too(office: Office) -> None:
    await office.bulk("people", learner(0), learner(1, roles=["guardian"]))
    p0, p1 = ({"source": "sis", "sourced_id": f"p{n}"} for n in range(2))
    lines = [{"source": "sis", "sourced_id": s, "learner_id": p0, "guardian_id": p1} for s in ("g", "h")]
    for expected in ("created", "unchanged"):
        report = await office.bulk("guardians", *lines)
        assert [line["status"] for line in report["lines"]] == [expected, "refused"]


async def test_of_two_lines_about_one_thing_by_two_of_its_ids_the_first_is_taken(office: Office) -> None:
    person = await office.add("people", identifiers=[{"source": "sis", "sourced_id": f"p{n}"} for n in range(2)])
    for expected in ("updated", "unchanged"):
        report = await office.bulk("people", learner(0, grade="4"), learner(1, grade="5"))
        assert [line["status"] for line in report["lines"]] == [expected, "refused"]
    assert (await office.client.get(f"{V1}/people/{person['id']}")).json()["grade"] == "4"


async def test_a_source_leaves_the_ids_of_other_sources_alone(office: Office) -> None:
    person = await office.add("people", identifiers=[{"source": s, "sourced_id": "p0"} for s in ("sis", "lms")])
    assert (await office.bulk("people", learner(0)))["updated"] == 1
    read = (await office.client.get(f"{V1}/people/lms:p0")).json()
    assert (read["id"], read["identifiers"]) == (person["id"], person["identifiers"])
    assert (await office.bulk("people", learner(0) | {"source": "other"}))["created"] == 1


@pytest.mark.parametrize("second", [lambda lines: lines, lambda lines: lines[::-1]], ids=["same", "reversed"])
async def test_two_files_at_once_make_nothing_twice(office: Office, second: Callable[[list[Any]], list[Any]]) -> None:
    await office.add("terms")  # the district has its roster already: nothing but holding it keeps the two apart
    lines = [learner(n) for n in range(300)]
    one, other = await asyncio.gather(office.bulk("people", *lines), office.bulk("people", *second(lines)))

    assert {one["created"], other["created"]} == {0, 300}
    assert {one["unchanged"], other["unchanged"]} == {0, 300}
    ids = [{line["sourced_id"]: line["id"] for line in report["lines"]} for report in (one, other)]
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == 300
    told = await office.told(PersonChanged, PersonNamed)
    assert len(told) == 600
    assert gaps(told) == []


async def test_edits_of_one_thing_at_once_come_one_after_the_other(office: Office) -> None:
    body = await office.body("people")
    person = await office.add("people", body)
    address = f"{V1}/people/{person['id']}"
    answers = await asyncio.gather(
        *(office.client.put(address, json=body | {"grade": str(n)}, headers={"If-Match": '"1"'}) for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert gaps(await office.told()) == []


async def test_files_of_two_districts_with_the_same_ids_are_different_people(
    office: Office, office_of_another: Callable[[], Office]
) -> None:
    other = office_of_another()
    [one], [two] = [(await at.bulk("people", learner(0)))["lines"] for at in (office, other)]
    assert one["id"] != two["id"]
    assert [p.event.key for p in await other.told(PersonNamed)] == [
        p.event.key for p in await other.told(PersonChanged)
    ]
    assert (await other.client.get(f"{V1}/people/{one['id']}")).status_code == 404


@pytest.mark.parametrize(("content", "headers", "status"), [
    (json.dumps(learner(0)), {"Content-Type": "application/json"}, 415),
    (json.dumps(learner(0)), {}, 415),
    ("", NDJSON, 400),
    (" \n\n", NDJSON, 400),
    ("{}\n" * (MOST_LINES + 1), NDJSON, 413),
    ("x" * 10_000_001, NDJSON, 413),
    ("x" * 9_000_000, NDJSON, 200),
    (b"\xff\xfe\n", NDJSON, 200),
])  # fmt: skip
async def test_a_file_is_ndjson_of_at_most_five_thousand_lines(
    office: Office, content: str | bytes, headers: dict[str, str], status: int
) -> None:
    answer = await office.client.post(f"{V1}/people/bulk", content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert await office.told() == []


async def test_there_is_no_bulk_of_what_is_no_collection(office: Office) -> None:
    answer = await office.client.post(f"{V1}/desks/bulk", content="{}", headers=NDJSON)
    assert answer.status_code == 404
