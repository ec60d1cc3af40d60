"""Frameworks: a large package taken in, and one of the size of a state's standards given out."""

import json
import statistics
import time
import urllib.request
from typing import Any
from uuid import UUID, uuid5

from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report, below
from benchmarks.write_path import post

ITEMS = 20_000
EXPORTED_ITEMS, EXPORTED_ASSOCIATIONS = 585, 3_368
ROUNDS = 30
PATH = "/competency/v1/frameworks/import"

_NAMESPACE = UUID("0d3c7b52-1f0f-4d53-9f0c-9a1f6d1f5f10")


def measure(engines: Engines, *, items: int = ITEMS) -> Report:
    engines.urls("competency")
    token = engines.token()
    large = json.dumps(package("large", items, items)).encode()
    standards = json.dumps(package("standards", EXPORTED_ITEMS, EXPORTED_ASSOCIATIONS)).encode()
    with process("shared", "competency", "api") as api:
        taken = [_import(api, token, body) for body in (standards, large)][1]
        again = _import(api, token, large)
        times = [_export(api, token, key("standards")) for _ in range(ROUNDS + 3)][3:]
    behind = json.dumps(package("behind", items, items)).encode()
    with process("shared", "competency", "api") as api, process("shared", "competency", "worker"):
        answered, done = _in_the_background(api, token, behind)
    report = Report(
        [
            below(
                "frameworks", f"{items:,} items in the background, until it is answered", answered * 1000, "ms", 2000
            ),
            Line("frameworks", "the same until it is done, asked how far it is", f"{items / done:,.0f} items/s"),
            Line(
                "frameworks", f"import of {items:,} items, {len(large) / 1e6:.0f} MB", f"{items / taken:,.0f} items/s"
            ),
            Line("frameworks", "the same package again, known and left alone", f"{items / again:,.0f} items/s"),
            below(
                "frameworks",
                f"CASE package export, {EXPORTED_ITEMS} items and {EXPORTED_ASSOCIATIONS:,} associations, p50",
                statistics.median(times) * 1000,
                "ms",
                150,
            ),
        ]
    )
    report.notes.append(
        "one POST of the package until its report is back: read, mended, written as CASE, kept as an edition, as items "
        "and as records, and an event an item put into the outbox, in one transaction. Every item hangs on another by "
        f"an association of its own. The export is one GET over one connection until its last byte, the median of "
        f"{ROUNDS}; PostgreSQL writes the package's JSON from its records. The slowest took {max(times) * 1000:.0f} ms."
    )
    return report


def key(name: str) -> str:
    return str(uuid5(_NAMESPACE, name))


def package(name: str, items: int, associations: int) -> dict[str, Any]:
    """A tree of ten children a parent; associations beyond one an item are `isRelatedTo`, as in published packages."""
    own = [f"{name} {number}" for number in range(items)]
    links = [_link(name, own, number) for number in range(associations)]
    document = _record(name) | {"creator": "bench", "title": name, "adoptionStatus": "Adopted"}
    listed = [
        _record(one)
        | {
            "fullStatement": f"Understand and apply what item {number} is about, with examples from one's own work.",
            "humanCodingScheme": f"B.{number}",
            "CFItemType": "Standard",
            "educationLevel": ["09", "10"],
        }
        for number, one in enumerate(own)
    ]
    return {"CFDocument": document, "CFItems": listed, "CFAssociations": links, "CFDefinitions": {}}


def _link(name: str, own: list[str], number: int) -> dict[str, Any]:
    if number < len(own):
        kind, origin, destination = "isChildOf", own[number], own[(number - 1) // 10] if number else name
    else:
        kind, origin, destination = "isRelatedTo", own[number % len(own)], own[number * 7 % len(own)]
    ends = {"originNodeURI": _node(origin), "destinationNodeURI": _node(destination)}
    return _record(f"{name} link {number}") | {"associationType": kind, "sequenceNumber": number % 10 + 1, **ends}


def _record(name: str) -> dict[str, Any]:
    return {"identifier": key(name), "uri": _uri(name), "lastChangeDateTime": "2026-01-01T00:00:00Z"}


def _node(name: str) -> dict[str, str]:
    return {"title": name, "identifier": key(name), "uri": _uri(name)}


def _uri(name: str) -> str:
    return f"https://case.example/{key(name)}"


def _import(api: Running, token: str, body: bytes) -> float:
    began = time.perf_counter()
    post(api, PATH, body, token)
    return time.perf_counter() - began


def _in_the_background(api: Running, token: str, body: bytes) -> tuple[float, float]:
    """Seconds until the answer, and until the import was done."""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json", "prefer": "respond-async"}
    began = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(api.base + PATH, body, headers), timeout=60) as answer:
        answered, location = time.perf_counter() - began, answer.headers["location"]
    while True:
        with urllib.request.urlopen(urllib.request.Request(api.base + location, headers=headers), timeout=60) as answer:
            found = json.loads(answer.read())
        if found["finished_at"]:
            break
        time.sleep(0.1)
    if found["state"] != "done":
        raise SystemExit(f"frameworks: the import was refused: {found['problem']}")
    return answered, time.perf_counter() - began


def _export(api: Running, token: str, identifier: str) -> float:
    url = f"{api.base}/ims/case/v1p1/CFPackages/{identifier}"
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {token}"})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
    seconds = time.perf_counter() - began
    found = json.loads(body)
    if (len(found["CFItems"]), len(found["CFAssociations"])) != (EXPORTED_ITEMS, EXPORTED_ASSOCIATIONS):
        raise SystemExit("frameworks: the package that came out is not the one that went in")
    return seconds
