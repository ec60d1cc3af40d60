"""Every fault that was reported stays mended: each file is done as it says, through the real routes, and comes to the
value that it calls right.
"""

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import unquote

import pytest

from tests.integration import reported_intake  # noqa: F401 (its cases are known once it is there)
from tests.integration.platform import Platform
from tests.integration.reported import CASES, FOLDER, Reported, case, reported, until

FILES = sorted(FOLDER.glob("[0-9]*")) if FOLDER.exists() else []
NUMBERS = sorted({file.name.split("-")[0] for file in FILES} | {f"{number:02}" for number in range(1, 13)})
EVIDENCE = "/competency/v1/evidence"
PLANNING_DAY = "2026-11-28T12:00:00Z"
"""On which the figures of the first report were read."""


@pytest.mark.parametrize("number", NUMBERS)
async def test_a_reported_fault_stays_mended(running: Platform, number: str) -> None:
    file = next((file for file in FILES if file.name.startswith(f"{number}-")), None)
    if file is None:
        pytest.skip(f"the reported case {number} lies in ../shared, outside the repository")
    assert number in CASES, f"{file.name} was reported, and no case here does what it says"
    async with reported(running, file) as one:
        await CASES[number](one)


@case("01")
async def pace_is_of_the_evidence_that_stands(one: Reported) -> None:
    first, last = re.findall(r"\d{4}-\d\d-\d\d", one.line("A learner with a plan"))
    learners = {name: await one.person("learner") for name in ("L1", "L2", "L3", "L4")}
    for learner in learners.values():
        await one.plan(learner, first, last, *({"item_id": item} for item in one.items[:4]))
    corrected = json.loads(one.found(r"/correct -d '(.*?)'"))
    for name, score, observed_at in re.findall(r"ev \$(L\d) ([\d.]+) (\S+Z)", one.text):
        piece = await one.evidence(learners[name], float(score), observed_at)
        if name == "L2":
            await one.post(f"{EVIDENCE}/{piece}/correct", corrected)

    async def pace(name: str, **asked: str) -> dict[str, Any]:
        found = await one.get(f"/competency/v1/learners/{learners[name]}/pace", **asked)
        weeks = [week["ends_on"] for week in found["line"]["weeks"] if week["achieved"]]
        return {"per_week": found["per_week"], "shortfall": found["shortfall"], "first week": weeks[0]}

    for asked in ({}, {"as_of": PLANNING_DAY}):
        assert await pace("L2", **asked) == await pace("L1", **asked), "L2 should equal L1"
        assert await pace("L3", **asked) == await pace("L4", **asked), "L3 and L4 should be equal to each other"
    figures = re.search(r"L1 per_week (\S+) shortfall (\S+) first week (\S+);", one.text)
    assert figures is not None
    wanted = {"per_week": float(figures[1]), "shortfall": float(figures[2]), "first week": figures[3]}
    assert await pace("L1", as_of=PLANNING_DAY) == wanted


@case("02")
async def an_enrolment_counts_from_its_first_day(one: Reported) -> None:
    said = one.json
    # The report's dates, as far from today as they were from its day.
    later = datetime.now(UTC).date() - date.fromisoformat(said["today"])
    ids = {role: await one.person(role) for role in ("educator", "learner")} | {"class": await one.school_class()}
    enrolled, dated = {}, {}
    for role in ("educator", "learner"):
        body = dict(said[f"{role} enrolment"]) | {"person_id": ids[role], "class_id": ids["class"]}
        dated[role] = body | {
            day: str(date.fromisoformat(body[day]) + later) for day in ("starts_on", "ends_on")
        }  # fmt: skip
        today = {key: value for key, value in body.items() if key not in ("starts_on", "ends_on")}
        enrolled[role] = (await one.post("/rostering/v1/enrolments", today))["id"]
    await one.evidence(ids["learner"], 3, "2026-11-01T10:00:00Z")
    (what,) = (key for key in said if key.startswith("educator GET"))
    path = what.split()[-1].replace("<learner>", ids["learner"])
    wanted = int(re.findall(r"should be (\d+)", said[what])[0])
    async with one.signed_in("educator", ids["educator"]) as educator:

        async def answers(status: int) -> bool:
            return (await educator.get(path)).status_code == status

        await until(lambda: answers(200), "the educator of a class of today sees its learner")
        for role in ("educator", "learner"):
            await one.put(f"/rostering/v1/enrolments/{enrolled[role]}", dated[role])
            await until(lambda: answers(wanted), f"the {role}'s enrolment has not begun")
            today = {key: value for key, value in dated[role].items() if key not in ("starts_on", "ends_on")}
            await one.put(f"/rostering/v1/enrolments/{enrolled[role]}", today)
            await until(lambda: answers(200), "the enrolment is of today again")


@case("05")
async def an_id_has_one_reading(one: Reported) -> None:
    (identifier,) = json.loads(one.found(r"identifiers (\[.*?\])"))
    learner = await one.known(identifier)
    named = json.loads(one.found(r"evidence learner (\{.*?\})"))
    longest = "i" * int(one.found(r"with (\d+) characters"))
    others = [
        one.found(r'with "([^"]*)" \(rostering trims\)'),
        longest,
        one.found(r'with "([^"]*)" \(rostering\'s path'),
    ]
    for sourced_id in others:
        await one.known({"source": "others", "sourced_id": sourced_id})
    for spelled in (named, *({"source": "others", "sourced_id": sourced_id} for sourced_id in others)):
        piece = {
            "learner": spelled, "item_id": one.items[0], "score": 4, "observed_at": "2026-11-01T10:00:00Z",
            "source": "task",
        }  # fmt: skip
        await one.post(EVIDENCE, piece)
        path = f"{spelled['source']}:{spelled['sourced_id']}"
        await one.get(f"/competency/v1/learners/{path.replace('%', '%25').replace('/', '%2F')}/mastery")
    badge = await one.post(f"/competency/v1/learners/{learner}/credentials", {"kind": "badge", "item_id": one.items[0]})
    recipient = json.loads(one.found(r"verify: POST \S+ recipient (\{.*?\})"))
    asked = {"credential": badge["token"], "recipient": recipient}
    assert (await one.post("/competency/v1/credentials/verify", asked))["about_recipient"] is True
    codes = [json.loads(code) for code in re.findall(r'"[^"]+"', one.found(r"sheet: code column (.*?) ->"))]
    sheet = "code,statement\n" + "".join(f"{code},of {number}\n" for number, code in enumerate(codes))
    query = {"title": "Codes", "creator": "us"}
    made = one.answered(
        await one.http.post(
            "/competency/v1/frameworks/import-csv", params=query, content=sheet.encode(),
            headers={"Content-Type": "text/csv"},
        )
    )  # fmt: skip
    above, below = (await one.get(f"/competency/v1/frameworks/{made['framework_id']}/items"))["items"]
    assert below["parent_id"] == above["item_id"]


@case("06")
async def a_link_is_an_address(one: Reported) -> None:
    paths = re.findall(r'"\$BASE(/[^"]+)"', one.text)
    assert len(paths) == 2
    for path in paths:
        source, _, sourced_id = unquote(path.split("/")[4]).partition(":")
        learner = await one.known({"source": source, "sourced_id": sourced_id})
        pieces = [await one.evidence(learner, score, "2026-11-01T10:00:00Z") for score in (2, 3)]
        first = await one.http.get(path)
        shown = one.answered(first)["items"]
        target = first.headers["Link"].partition(">")[0]
        assert target.startswith(f"<{path.partition('?')[0]}?"), target
        assert target.isascii()
        assert " " not in target
        shown += (await one.get(target[1:]))["items"]
        assert {piece["evidence_id"] for piece in shown} == set(pieces)


@case("07")
async def a_day_is_the_districts(one: Reported) -> None:
    rules = json.loads(one.found(r"planning-rules (\{.*?\})"))
    await one.put("/competency/v1/planning-rules", rules)
    learner, item = await one.person("learner"), one.items[0]
    as_of, day = one.found(r"as_of=(\S+)"), one.found(r"-> as_of (\S+),")
    await one.plan(learner, "2026-08-01", "2027-06-15", {"item_id": item, "target": day})
    await one.evidence(learner, 4, one.found(r"observed_at (\S+)"), item)
    pace = await one.get(f"/competency/v1/learners/{learner}/pace", as_of=as_of)
    assert pace["as_of"] == day
    assert f"{pace['due_mastered']} of {pace['due']} due" in one.text
    page = one.found(r"page (\S+)").replace("{l}", learner).replace("{i}", item)
    written = f"{date.fromisoformat(day):%b} {date.fromisoformat(day).day}, {day[:4]}"
    next_day = date.fromisoformat(day) + timedelta(days=1)
    async with one.signed_in("leader") as leader:

        async def says_so() -> bool:
            shown = await leader.get(page)
            return shown.status_code == 200 and f'<time datetime="{day}">{written}</time>' in shown.text

        await until(says_so, f"the piece is of {written}")
        text = (await leader.get(page)).text
    for wrong in re.findall(r'"([^"]+)"', one.line("page")):
        assert wrong.removeprefix("the piece dated ") not in text
    assert str(next_day) not in text


@case("08")
async def words_are_to_be_seen(one: Reported) -> None:
    learner = await one.person("learner")
    piece = await one.evidence(learner, 2, "2026-11-01T10:00:00Z")
    asked = await one.post(
        f"/competency/v1/learners/{learner}/amendments",
        {
            "contested": [{"evidence_id": piece}], "wrong": "another's", "should_be": "hers",
            "on_behalf": {"asked_as": "parent", "received_on": str(datetime.now(UTC).date())},
        },
    )  # fmt: skip
    ids = {"evidence": piece, "amendments": asked["amendment_id"]}
    async with one.signed_in("leader") as leader:
        for report in one.json:
            ((what, body),) = ((key, value) for key, value in report.items() if key.startswith("POST"))
            path = what.split()[1]
            path = path.replace("{id}", ids.get(path.split("/")[3], ""))
            client = leader if path.endswith("/decision") else one.http
            answer = await client.post(path, json=body)
            blank = {
                f"/{field}" for field, value in body.items() if isinstance(value, str) and not value.strip(" \u200b")
            }
            assert answer.status_code == 422, (what, answer.text)
            assert {error["pointer"] for error in answer.json()["errors"]} == blank, what


@case("09")
async def a_class_of_nobody_is_a_class(one: Reported) -> None:
    class_ = await one.school_class(json.loads(one.found(r"classes (\{.*?\})"))["title"])
    await one.platform.settled()
    for path in re.findall(r"GET (\S+)", one.text):
        await one.get(path.replace("{class}", class_))
    template = await one.post("/competency/v1/plan-templates", {"title": "T", "items": [{"item_id": one.items[0]}]})
    cohorts = one.found(r"POST (\S+/cohorts)").replace("{t}", template["template_id"])
    await one.post(cohorts, json.loads(one.found(r"cohorts (\{.*?\})")) | {"class_id": class_})


@case("12")
async def halves_of_a_figure_go_up(one: Reported) -> None:
    first, last = one.found(r"plan (\S+)\.\."), one.found(r"\.\.(\d{4}-\d\d-\d\d)")
    count, week = int(one.found(r"(\d+) items first mastered")), await one.person("learner")
    await one.plan(week, first, last, *({"item_id": item} for item in one.items[:count]))
    for item in one.items[:count]:
        await one.evidence(week, 4, f"{first}T15:00:00Z", item)
    after = date.fromisoformat(last) + timedelta(days=1)
    pace = await one.get(f"/competency/v1/learners/{week}/pace", as_of=f"{after}T12:00:00Z")
    assert pace["per_week"] == float(one.found(r"halves up (\S+)"))
    # Of four items none is mastered on the 117th day: 4 * 117 / 181 are missing, which the report cuts to 2.585.
    days, cut = int(one.found(r"plan of (\d+) days")), Decimal(one.found(r"shortfall (\S+)"))
    begin = date(2026, 1, 1)
    whole = await one.person("learner")
    await one.plan(
        whole, str(begin), str(begin + timedelta(days=days - 1)), *({"item_id": item} for item in one.items[:4])
    )
    pace = await one.get(f"/competency/v1/learners/{whole}/pace", as_of=f"{begin + timedelta(days=116)}T12:00:00Z")
    assert Decimal(4 * 117) / days - cut < Decimal("0.001")
    assert pace["shortfall"] == float(cut.quantize(Decimal("0.01"), ROUND_HALF_UP))
