"""An item with 200 alignments published, beside the bare inserts of the rows that this writes."""

import time
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import asyncpg
import uvloop

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from benchmarks.scoring import send

PATH = "/resources/v1/own-items"
ALIGNMENTS, TIMES = 200, 300
_TABLES = ("published_version", "search_entry", "search_words")
_OUTBOX = "outbox"


class InReview(NamedTuple):
    """An item that waits for its curator, and the tag of its draft."""

    item_id: UUID
    tag: str


def measure(engines: Engines, *, times: int = TIMES) -> Report:
    engines.urls("resources")
    token = engines.token(scope="resources.read resources.write resources.curate")
    with process("shared", "resources", "api") as api:
        items = [_submitted(api, token) for _ in range(times)]
        taken = sorted(_publish(api, token, one) for one in items)
    ours = load.Result(sum(taken), taken, failures=0)
    limit = uvloop.run(_inserted(engines.as_superuser("resources"), items[0].item_id, times))
    ratio = ours.percentile(0.99) / limit.percentile(0.99)
    what = f"an item with {ALIGNMENTS} alignments, p99"
    report = Report([Line("publishing", what, _said(ours), _said(limit), ratio, "report")])
    report.notes.append(
        f"`POST {PATH}/{{id}}/draft/publish`, {times} items one after the other, over a connection each. "
        f"The limit: the same rows of {', '.join(_TABLES)} and {_OUTBOX} in one transaction, by asyncpg. Ours "
        "reads the draft, looks at its parts' licences and files again, locks the item, and writes what readers are "
        "told of it."
    )
    return report


def _submitted(api: Running, token: str) -> InReview:
    said = {
        "title": "Fraction strips",
        "kind": "lesson_content",
        "description": "Learners fold strips and compare them.",
        "language": "en",
        "grade_band": "3-5",
        "authors": [{"person_id": str(uuid4()), "name": "M. Ortiz"}],
        "alignments": [_alignment() for _ in range(ALIGNMENTS)],
        "parts": [_part()],
    }
    item_id = send(api, "POST", PATH, token, said)["item_id"]
    revision = send(api, "POST", f"{PATH}/{item_id}/draft/submit", token, {})["revision"]
    return InReview(UUID(item_id), f'"{revision}"')


def _alignment() -> dict[str, str]:
    return {"to": "item", "relation": "teaches", "edition_id": str(uuid4()), "target": str(uuid4())}


def _part() -> dict[str, str]:
    return {
        "part_key": str(uuid4()), "title": "Steps", "kind": "text", "source": "Fold, then compare.",
        "licence": "CC-BY-4.0", "holder": "district", "holder_name": "Valley Unified",
    }  # fmt: skip


def _publish(api: Running, token: str, one: InReview) -> float:
    """Seconds."""
    began = time.perf_counter()
    send(api, "POST", f"{PATH}/{one.item_id}/draft/publish", token, etag=one.tag)
    return time.perf_counter() - began


def _said(found: load.Result) -> str:
    return f"p50 {found.percentile(0.5) * 1000:,.1f} ms, p99 {found.percentile(0.99) * 1000:,.1f} ms"


async def _inserted(url: str, item_id: UUID, times: int) -> load.Result:
    """The rows of an item that was published, again and again under other ids."""
    connection = await asyncpg.connect(url)
    rows = [await connection.fetchrow(f"select * from {table} where item_id = $1", item_id) for table in _TABLES]
    rows.append(await connection.fetchrow(f"select * from {_OUTBOX} where key = $1", str(item_id)))
    inserts = [_insert(table, row) for table, row in zip((*_TABLES, _OUTBOX), rows, strict=True)]
    prepared = [(await connection.prepare(sql), values) for sql, values in inserts]
    taken = []
    for number in range(1, times + 1):
        new = {"item_id": uuid4(), "id": -number, "event_id": uuid4(), "sequence": number, "key": str(uuid4())}
        began = time.perf_counter()
        async with connection.transaction():
            for statement, values in prepared:
                await statement.fetch(*(values | {name: new[name] for name in new if name in values}).values())
        taken.append(time.perf_counter() - began)
    await connection.close()
    return load.Result(sum(taken), sorted(taken), failures=0)


def _insert(table: str, row: Any) -> tuple[str, dict[str, Any]]:
    """The statement that writes a row again, and its values by column."""
    values = dict(row)
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    return f"insert into {table} ({', '.join(values)}) overriding system value values ({places})", values
