"""Faults that were reported of what other systems send: statements of xAPI, and sheets."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

from tests.integration.reported import V1, Reported, case

SHEET = "/competency/v1/evidence/csv"


@case("03")
async def an_xapi_account_is_an_id_of_the_roster(one: Reported) -> None:
    registered, stated = one.json
    (person,) = (body for key, body in registered.items() if key.startswith("POST"))
    (statement,) = (body for key, body in stated.items() if key.startswith("POST"))
    learner = (await one.post("/rostering/v1/people", person))["id"]
    await one.platform.settled()
    statement["object"]["id"] = f"{one.platform.base}/ims/case/v1p1/CFItems/{one.items[0]}"
    await one.post("/competency/v1/xapi/statements", statement, headers=V1)
    recorded = await one.get(f"/competency/v1/learners/{learner}/evidence")
    assert [piece["item_id"] for piece in recorded["items"]] == [one.items[0]]


@case("04")
async def a_line_that_names_the_delimiter_is_no_header(one: Reported) -> None:
    assert one.text.startswith("sep=;")
    learner = await one.person("learner")
    sheet = one.text.replace("<learner>", learner).replace("<item>", one.items[0])
    answer = await one.http.post(SHEET, content=sheet.encode(), headers={"Content-Type": "text/csv"})
    assert one.answered(answer)["recorded"] == 1, answer.text


@case("10")
async def a_record_store_gives_the_same_statement_out(one: Reported) -> None:
    said = one.json
    ((_, again),) = ((key, value) for key, value in said.items() if key != "first")
    learner, base = await one.person("learner"), one.platform.base
    first = said["first"] | {
        "actor": {"account": {"homePage": base, "name": learner}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/scored"},
        "object": {"id": f"{base}/ims/case/v1p1/CFItems/{one.items[0]}"},
        "result": {"score": {"scaled": 0.75}},
    }
    statements = "/competency/v1/xapi/statements"
    await one.post(statements, first, headers=V1)
    differently: dict[str, Callable[[Any], object]] = {
        "context.team.member": lambda s: s["context"]["team"]["member"].reverse(),
        "contextActivities.parent": lambda s: s["context"]["contextActivities"].update(
            parent=[s["context"]["contextActivities"]["parent"]]
        ),
        "timestamp": lambda s: s.update(timestamp=again["timestamp"]),
    }
    assert differently.keys() == again.keys()
    for change in differently.values():
        other = json.loads(json.dumps(first))
        change(other)
        assert other != first
        await one.post(statements, other, headers=V1)
    another = first | {"result": {"score": {"scaled": 0.5}}}
    assert (await one.http.post(statements, json=another, headers=V1)).status_code == 409
    assert len((await one.get(f"/competency/v1/learners/{learner}/evidence"))["items"]) == 1


@case("11")
async def no_cell_is_a_formula_and_no_number_is_pythons(one: Reported) -> None:
    learner = await one.person("learner")
    sheet = one.text.replace("<learner>", learner).replace("<item>", one.items[0])
    answer = await one.http.post(
        SHEET, params={"format": "csv"}, content=sheet.encode(), headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    formula, underscores = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert formula["status"] == "recorded"
    assert not re.search(r"(^|[;\t,])\s*[=+@-]", formula["external_id"])
    assert underscores["status"] == "refused"
    recorded = (await one.get(f"/competency/v1/learners/{learner}/evidence"))["items"]
    assert [piece["score"] for piece in recorded] == [3]
