"""The library searched: words, two words, a slip of the pen, and how much there is, among a thousand items and more,
beside the bare query of the same words by their index.
"""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import asyncpg
import uvloop

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from shared.testing.callers import DISTRICT_A

SIZES = (1_000, 10_000, 100_000)
OWNERS, PARTNERS = 50, 20
CONNECTIONS = 2
SECONDS, WARM_UP = 4.0, 1.0
PATH = "/resources/v1/found-items"
COMMON = (
    "fraction",
    "strip",
    "evidence",
    "rubric",
    "portfolio",
    "conference",
    "habitat",
    "climate",
    "seminar",
    "volume",
)
RARE = [f"w{number:05d}" for number in range(20_000)]
ASKED: dict[str, Callable[[random.Random], str]] = {
    "a word": lambda draw: _address(draw.choice(COMMON)),
    "two words": lambda draw: _address(" ".join(draw.sample(COMMON, 2))),
    "a word and two filters": lambda draw: _address(draw.choice(COMMON), kind="video", may_adapt="true"),
    "a slip of the pen": lambda draw: _address(draw.choice(["portfolo", "habitta", "climatte"])),
    "no words": lambda _: _address(None),
    "counts of a word": lambda draw: _address(draw.choice(COMMON), path=f"{PATH}/counts"),
    "counts without words": lambda _: _address(None, path=f"{PATH}/counts"),
}
"""What is asked, as addresses."""
_BARE = """
select item_id, ts_rank(lexemes, q) as rank from plainto_tsquery('english', $1) q, search_words
where lexemes @@ q order by rank desc, item_id limit 21
"""
_MADE = """
create temporary table made (item_id uuid, owner_id uuid, seen_by text, kind text, band text, title text, said text,
  rest text)
"""
_FILL = """
insert into published_version (item_id, version, owner_id, latest, seen_by, standing, stands_since, stands_by, content,
  content_hash, published_at)
select item_id, 1, owner_id, true, seen_by, 'offered', now(), 'bench', jsonb_build_object('title', title, 'kind', kind,
  'description', said, 'language', 'en', 'grade_band', band), '', now()
from made;
insert into search_entry (item_id, version, owner_id, seen_by, item_kind, language, grade_bands, licences, adaptable_by,
  aligned_to, targets)
select item_id, 1, owner_id, seen_by, kind, 'en', array[band], array['CC-BY-4.0'], array['anonymous', 'partner', 'own'],
  array['item/' || left(cast(item_id as text), 2)], array['item/' || left(cast(item_id as text), 2)]
from made;
insert into search_words (item_id, form, version, stemmer, lexemes, spelled)
select item_id, 1, 1, 'english', setweight(to_tsvector('english', title), 'A')
  || setweight(to_tsvector('english', said), 'B') || setweight(to_tsvector('english', rest), 'C'), title || ' ' || said
from made
"""
_AGREE = "insert into sharing_agreement values (gen_random_uuid(), $1, $2, 'active')"


def measure(engines: Engines, *, sizes: tuple[int, ...] = SIZES, seconds: float = SECONDS) -> Report:
    """Each size in a database of its own, with a process of its own."""
    engines.urls("resources")
    token = engines.token(scope="resources.read")
    app = engines.environment_of("resources")["RESOURCES_DATABASE_URL"]
    report = Report()
    for size in sizes:
        name = f"searches_{size}"
        engines.stack.drop_database(name)
        engines.stack.create_database(name, template="resources")
        uvloop.run(_fill(engines.as_superuser(name), size))
        bare = uvloop.run(_bare(engines.as_superuser(name), seconds))
        environment = {"RESOURCES_DATABASE_URL": app.rpartition("/")[0] + f"/{name}"}
        with ExitStack() as stack:
            server = stack.enter_context(process("shared", "resources", "api", environment=environment))
            for what, address in ASKED.items():
                report.lines.append(_line(f"{size:,} items, {what}", _asked(server, address, token, seconds), bare))
        engines.stack.drop_database(name)
    report.notes.append(
        "`GET /resources/v1/found-items` and `…/counts`, pages of 20, by turns of ten words that 2 % of the items have "
        f"each, in a library of {OWNERS} districts of which {PARTNERS} have an agreement with the one that asks; a "
        f"third is for everybody, a third for partners, a third private; {CONNECTIONS} connections, one process. Each "
        "search first asks whether few items have the words. The limit: the ids that have the word, ranked, by the "
        "index and for all districts, by asyncpg; who may see them is not asked there."
    )
    return report


def _address(words: str | None, path: str = PATH, **asked: str) -> str:
    query = {"limit": "20"} if path == PATH else {}
    return f"{path}?{urlencode(query | ({'words': words} if words else {}) | asked)}"


def _asked(server: Running, address: Callable[[random.Random], str], token: str, seconds: float) -> load.Result:
    draw = random.Random(5)
    found = load.run(
        server.port,
        lambda: load.get(address(draw), token),
        connections=CONNECTIONS,
        seconds=seconds,
        warm_up=WARM_UP,
    )
    assert found.failures == 0, address(draw)
    return found


def _line(what: str, ours: load.Result, limit: load.Result) -> Line:
    ratio = ours.percentile(0.99) / limit.percentile(0.99)
    return Line("searches", f"{what}, p99", _said(ours), _said(limit), ratio, "report")


def _said(found: load.Result) -> str:
    return f"p50 {found.percentile(0.5) * 1000:,.1f} ms, p99 {found.percentile(0.99) * 1000:,.1f} ms"


def _made(size: int) -> Iterator[tuple[Any, ...]]:
    draw = random.Random(1)
    owners = [DISTRICT_A, *(UUID(int=number) for number in range(1, OWNERS))]
    for _ in range(size):
        words = [draw.choice(RARE[: int(200 * 100 ** draw.random())]) for _ in range(100)]
        for one in COMMON:
            if draw.random() < 0.02:
                words[draw.randrange(100)] = one
        yield (
            UUID(int=draw.getrandbits(128)),
            draw.choice(owners),
            draw.choice(["own", "partner", "anonymous"]),
            draw.choice(["video", "tool", "template", "lesson_content"]),
            draw.choice(["k-2", "3-5", "6-8"]),
            " ".join(words[:6]),
            " ".join(words[6:30]),
            " ".join(words[30:]),
        )


async def _fill(url: str, size: int) -> None:
    """Past row-level security, for which these rows are made to hold."""
    connection = await asyncpg.connect(url, command_timeout=300)
    await connection.execute(_MADE)
    await connection.copy_records_to_table("made", records=_made(size))
    await connection.execute(_FILL)
    for number in range(1, PARTNERS + 1):
        await connection.execute(_AGREE, DISTRICT_A, UUID(int=number))
    await connection.execute("vacuum analyze")
    await connection.close()


async def _bare(url: str, seconds: float) -> load.Result:
    taken: list[float] = []
    async with asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
        end = time.perf_counter() + seconds

        async def reader(number: int) -> None:
            draw = random.Random(number)
            while (began := time.perf_counter()) < end:
                await pool.fetch(_BARE, draw.choice(COMMON))
                taken.append(time.perf_counter() - began)

        await asyncio.gather(*(reader(number) for number in range(CONNECTIONS)))
    return load.Result(seconds, sorted(taken), failures=0)
