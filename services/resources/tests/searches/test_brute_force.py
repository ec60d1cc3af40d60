"""What is found and counted is what a look at every item that the reader may see comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.resources.tests.items.library import Library, agreement, content, part, tell
from services.resources.tests.searches.searching import FOUND, OPEN_FOUND, counts, find
from shared.testing import Deliveries

FORMS = (
    ("fraction", "fractions", "the Fraction", "FRACTIONS"),
    ("evaluación", "evaluacion", "EVALUACIONES", "la evaluación"),
    ("licitación", "licitaciones", "licitacion", "¡Licitación!"),
    ("portfolio", "portfolios", "PORTFOLIO", "Portfolio’s"),
)
"""Forms of one word each."""
LANGUAGES = {"en": (0, 3), "en-US": (0, 3), "es": (1, 2), "es-MX": (1, 2)}
LICENCES = {"CC-BY-4.0": "anonymous", "CC-BY-ND-4.0": "anonymous", "partnership": "partner", "private": "own"}
BANDS = ["pre-k", "k-2", "3-5", "6-8", "9-12", "adult"]
TARGETS = [UUID(int=number) for number in (7, 8, 9)]


@dataclass
class Made:
    """An item as it was published, and what it ought to be found by."""

    item_id: str
    owner: UUID
    words: frozenset[int]
    licence: str
    values: dict[str, list[str]]

    def seen_by(self, reader: UUID | None, partners: frozenset[UUID]) -> bool:
        audience = LICENCES[self.licence]
        theirs = reader == self.owner or (audience == "partner" and {reader, self.owner} == partners)
        return audience == "anonymous" or theirs

    def of(self, facet: str, reader: UUID | None) -> list[str]:
        if facet != "may_adapt":
            return self.values[facet]
        return [str(reader == self.owner or self.licence == "CC-BY-4.0").lower()]


async def _make(library: Library, draw: Random, mark: str) -> Made:
    language = draw.choice(list(LANGUAGES))
    words = frozenset(draw.sample(LANGUAGES[language], draw.randint(0, 2)))
    said = [draw.choice(FORMS[one]) for one in sorted(words)]
    places: dict[str, list[str]] = {"title": ["Something"], "description": ["of", mark], "part": ["else"]}
    for one in said:
        places[draw.choice(list(places))].append(one)
    licence, kind, band = draw.choice(list(LICENCES)), draw.choice(["video", "tool"]), draw.choice([None, "3-5", "k-2"])
    targets = draw.sample(TARGETS, draw.randint(0, 2))
    aligned = [{"to": "item", "relation": "teaches", "edition_id": str(uuid4()), "target": str(one)} for one in targets]
    item_id = await library.published(
        content(
            part(licence, " ".join(places["part"])),
            title=" ".join(places["title"]),
            description=" ".join(places["description"]),
            kind=kind,
            language=language,
            grade_band=band,
            alignments=aligned,
        )
    )
    values = {
        "kind": [kind],
        "language": [language[:2]],
        "grade_band": [band] if band else BANDS,
        "licence": [licence],
        "owner_id": [str(library.district)],
        "target": [f"item/{one}" for one in targets],
    }
    return Made(item_id, library.district, words, licence, values)


def _filters(draw: Random, owner: UUID) -> list[dict[str, Any]]:
    every: list[tuple[str, str]] = [
        ("kind", "video"), ("language", draw.choice(["en", "es"])), ("grade_band", "3-5"), ("licence", "CC BY 4.0"),
        ("may_adapt", draw.choice(["true", "false"])), ("owner_id", str(owner)), ("framework_item", str(TARGETS[0])),
    ]  # fmt: skip
    pairs = draw.sample(list(combinations(every, 2)), 6)
    return [{}, *(dict([one]) for one in every), *(dict(one) for one in pairs)]


def _holds(made: Made, asked: dict[str, str], reader: UUID | None, but: str = "") -> bool:
    names = {"framework_item": "target"}
    meant = {"CC BY 4.0": "CC-BY-4.0", str(TARGETS[0]): f"item/{TARGETS[0]}"}
    return all(
        meant.get(value, value) in made.of(names.get(name, name), reader)
        for name, value in asked.items()
        if names.get(name, name) != but
    )


async def _check(
    client: httpx.AsyncClient, path: str, reader: UUID | None, seen: list[Made], words: str, filters: list[Any]
) -> None:
    every = {one.item_id: one for one in seen}
    base = [every[one["item_id"]] for one in await find(client, words, path)]
    for asked in filters:
        found = [one["item_id"] for one in await find(client, words, path, **asked)]
        assert found == [one.item_id for one in base if _holds(one, asked, reader)], (words, asked)
        counted = await counts(client, words, path, **asked)
        assert counted["items"] == len(found), (words, asked)
        for facet, values in counted["facets"].items():
            left = [one for one in base if _holds(one, asked, reader, facet)]
            expected = Counter(value for one in left for value in one.of(facet, reader))
            assert {one["value"]: one["items"] for one in values} == expected, (words, asked, facet)


@pytest.mark.parametrize("seed", range(3))
async def test_hits_and_counts_are_those_of_a_look_at_every_item_that_the_reader_sees(
    found_library: Callable[[], Awaitable[Library]], deliveries: Deliveries, seed: int
) -> None:
    draw, mark = Random(seed), f"mark{uuid4().hex}"
    here, partner, stranger = [await found_library() for _ in range(3)]
    await tell(deliveries, [agreement(partner.district, here.district)])
    partners = frozenset({here.district, partner.district})
    made = [await _make(draw.choice([here, partner]), draw, mark) for _ in range(24)]
    filters = _filters(draw, here.district)
    async with here.running.client() as anybody:
        for client, path, reader in (
            (here.client, FOUND, here.district),
            (partner.client, FOUND, partner.district),
            (stranger.client, FOUND, stranger.district),
            (anybody, OPEN_FOUND, None),
        ):
            seen = [one for one in made if one.seen_by(reader, partners)]
            for word in (None, *range(len(FORMS))):
                words = mark if word is None else f"{mark} {draw.choice(FORMS[word])}"
                exact = {one.item_id for one in seen if word is None or word in one.words}
                found = await find(client, words, path)
                assert {one["item_id"] for one in found if not one["nearly"]} == exact, words
                assert len(found) == len(exact) or len(exact) < 5
                await _check(client, path, reader, seen, words, filters)
