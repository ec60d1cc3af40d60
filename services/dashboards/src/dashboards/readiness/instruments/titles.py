"""What the district's own instruments call conditions and questions, for pages that are told keys (ADR 0019)."""

from asyncio import gather
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends

from dashboards.common.pages.render import words_of_key
from dashboards.readiness.client import Readiness, ReadinessClient, fetch_all
from dashboards.readiness.instruments.answers import Instruments, Version
from dashboards.readiness.instruments.client import LIST
from dashboards.readiness.instruments.words import Spoken, titles_of

MOST_INSTRUMENTS = 20


@dataclass(frozen=True, slots=True)
class Published:
    """The newest published version of each instrument that the reader may read."""

    versions: Sequence[Version] = ()


@dataclass(frozen=True, slots=True)
class Titles:
    """Words by kind of part and key. A key of which two instruments say something else has none: nobody knows which of
    them is meant.
    """

    by_key: Mapping[tuple[str, str], Spoken] = field(default_factory=dict)

    def of(self, condition: str, question: str | None = None) -> Spoken:
        """What a gap is about; by its key, in no language, where no instrument says it."""
        key = ("question", question) if question else ("section", condition)
        return self.by_key.get(key) or Spoken("", words_of_key(question or condition))


async def published(client: ReadinessClient) -> Published:
    """None of them while readiness is away, or for whoever may not read them."""
    listed = (await fetch_all(client, Instruments, LIST, optional=True)).answer
    used = [one for one in (listed.items if listed else ()) if one.latest_published is not None][:MOST_INSTRUMENTS]
    asked = (
        client.fetch_optional(Version, f"{LIST}/{one.instrument_id}/versions/{one.latest_published}") for one in used
    )
    return Published([one.answer for one in await gather(*asked) if one.answer is not None])


def titles(versions: Iterable[Version], reader: str) -> Titles:
    said: dict[tuple[str, str], set[Spoken]] = defaultdict(set)
    for one in versions:
        for key, words in titles_of([one.content], reader).items():
            said[key].add(words)
    return Titles({key: min(words) for key, words in said.items() if len({one.words for one in words}) == 1})


async def _published(client: Readiness) -> Published:
    return await published(client)


Instrumented = Annotated[Published, Depends(_published)]
"""It stands before the page's transaction: readiness may take its time."""
