"""What `make run` starts: the README's quick start, line by line, and every number of the demo explained."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any

import httpx
import pytest

from competency.mastery.rules.methods import METHODS
from demo.policies import CRITERIA, POLICIES
from demo.state import read_shell
from shared.testing.running import clean_environment
from tests.explained import explain_all

ROOT = Path(__file__).parents[1]
_LINES = re.compile(r"<!-- quick start.*?-->\n```sh\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """`make run`'s program, in a folder of its own, until it has printed where to go."""
    tmp_path = tmp_path_factory.mktemp("run")
    with (tmp_path / "out").open("w") as out:
        run = subprocess.Popen(
            [sys.executable, "-m", "demo", "run"],
            cwd=tmp_path,
            env=clean_environment() | {"PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=out,
        )
    try:
        deadline = time.monotonic() + 300
        while not (tmp_path / "var/run.env").exists():
            assert run.poll() is None, (tmp_path / "out").read_text()
            assert time.monotonic() < deadline, (tmp_path / "out").read_text()
            time.sleep(0.5)
        yield tmp_path
    finally:
        run.send_signal(signal.SIGINT)
        run.wait(60)
        rmtree(tmp_path / "var", ignore_errors=True)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_quick_start_runs_line_by_line(started: Path) -> None:
    found = _LINES.search((ROOT / "README.md").read_text())
    assert found is not None
    lines = found.group(1)
    assert (started / "var/run.env").stat().st_mode & 0o077 == 0, "others must not read the secrets"
    last = lines.strip().splitlines()[-1]
    waiting = f"for n in 1 2 3 4 5 6 7 8; do sleep 1; {last}; echo; done; kill %1"
    done = subprocess.run(
        ["bash", "-c", f"set -m\n{lines}\necho\n{waiting}"], cwd=started, capture_output=True, text=True, timeout=90
    )
    said = done.stdout
    assert "event: mastery" in said, said + done.stderr
    documents = list(_documents(said))
    assert any(d.get("mastery", {}).get("mastered") for d in documents if isinstance(d.get("mastery"), dict)), said
    assert any(isinstance(d.get("mastery"), list) and d["mastery"] for d in documents), said
    kinds = {change["kind"] for d in documents if "changes" in d for change in d["changes"]}
    assert "mastery.disclosed" in kinds, said


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_every_number_of_the_demo_is_what_its_explanation_gives(started: Path) -> None:
    """All that is held of anybody, and all that ever was: by every method, and through criteria."""
    numbers = await explain_all(read_shell(started / "var/run.env")["BASE"], started / "var")
    methods = {policy.method for laid in POLICIES.values() for policy in laid} | {"highest", "latest"}
    rules = {criterion["rule"] for tree in CRITERIA.values() for criterion in tree.values()}
    assert {by for _, by in numbers} == methods | rules
    assert methods == set(METHODS)
    assert min(numbers.values()) > 20, numbers
    assert sum(numbers.values()) > 20_000, numbers


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_gap_of_the_newcomers_goes_all_the_way_and_both_districts_see_it(started: Path) -> None:
    """Found, matched, agreed, used, assessed again and closed, in the order of time."""
    known = read_shell(started / "var/run.env")
    with httpx.Client(base_url=known["BASE"], timeout=30) as http:
        told: dict[str, list[list[str]]] = {}

        def goes_all_the_way() -> bool:
            told.update({letter: _chains(http, known, letter) for letter in ("A", "B")})
            return all(told.values())

        _until(goes_all_the_way)
    of_host, of_partner = told["A"][0], told["B"][0]
    assert list(dict.fromkeys(of_partner)) == _CHAIN
    assert list(dict.fromkeys(of_host)) == [one for one in _CHAIN if one not in ("found", "reassessed", "closed")]


_CHAIN = [
    "found", "match_proposed", "match_confirmed", "meeting_held", "action_agreed", "resource_used",
    "action_completed", "reassessed", "closed", "match_ended",
]  # fmt: skip


def _chains(http: httpx.Client, known: dict[str, str], letter: str) -> list[list[str]]:
    """What was told, in its order, of each gap of which a district sees that all six steps were done."""
    headers = _as(http, known, letter)
    found = []
    for gap in (
        http.get("/dashboards/v1/gaps?state=closed&limit=200", headers=headers).raise_for_status().json()["items"]
    ):
        if all(one["state"] == "done" for one in gap["steps"]) and gap["meetings"]:
            path = f"/dashboards/v1/gaps/{gap['gap_id']}/timeline"
            entries = http.get(path, headers=headers).raise_for_status().json()["entries"]
            assert [one["moment"] for one in entries] == sorted(one["moment"] for one in entries)
            found.append([one["kind"] for one in entries])
    return found


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("name", "engine"), [("PostgreSQL", "postgres"), ("Kafka", "kafka")])
def test_an_engine_that_is_killed_is_started_again_and_a_write_goes_through_it(
    started: Path, name: str, engine: str
) -> None:
    known = read_shell(started / "var/run.env")
    with httpx.Client(base_url=known["BASE"], timeout=30) as http:
        item = _not_mastered(http, known)
        os.kill(json.loads((started / f"var/stack/{engine}.pid").read_text())["pid"], signal.SIGKILL)
        _until(lambda: f"{name} runs again." in (started / "out").read_text())
        _until(lambda: http.get("/readyz").status_code == 200)
        written = http.post(
            "/competency/v1/evidence",
            headers=_as(http, known, "A") | {"Idempotency-Key": f"after-{engine}"},
            json={
                "learner_id": known["LEARNER"], "item_id": item, "score": 4,
                "observed_at": "2026-11-20T10:00:00Z", "source": "performance task",
            },
        )  # fmt: skip
        assert written.status_code == 201, written.text
        _until(lambda: any(change.get("item_id") == item for change in _feed(http, known)))
    assert f"{name} was killed by SIGKILL" in (started / "out").read_text()


def _until(done: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def _as(http: httpx.Client, known: dict[str, str], letter: str) -> dict[str, str]:
    client = (known[f"{letter}_CLIENT_ID"], known[f"{letter}_CLIENT_SECRET"])
    answer = http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=client)
    return {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}


def _not_mastered(http: httpx.Client, known: dict[str, str]) -> str:
    """An item whose mastery the best score changes, so that the partner has something to be told."""
    answer = http.get(f"/competency/v1/learners/{known['LEARNER']}/mastery", headers=_as(http, known, "A"))
    told = {change.get("item_id") for change in _feed(http, known)}
    return next(
        str(one["item_id"])
        for one in answer.raise_for_status().json()["mastery"]
        if not one["mastered"] and one["item_id"] not in told
    )


def _feed(http: httpx.Client, known: dict[str, str]) -> list[dict[str, Any]]:
    answer = http.get("/partners/v1/changes", params={"after": 0}, headers=_as(http, known, "B"))
    return list(answer.raise_for_status().json()["changes"])


def _documents(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in what curl printed, one behind the other as they are."""
    decoder, at = json.JSONDecoder(), text.find("{")
    while at >= 0:
        try:
            document, length = decoder.raw_decode(text[at:])
            yield document
        except ValueError:
            length = 1
        at = text.find("{", at + length)
