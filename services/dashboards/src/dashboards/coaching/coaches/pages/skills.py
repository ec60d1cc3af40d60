"""What coaches can help with, by words: conditions of the district's instruments, and what they have said besides."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from dashboards.coaching.coaches.answers import InstrumentSkill, ItemSkill, Skill
from dashboards.coaching.coaches.usecases.read_forms import skill_field
from dashboards.common.pages.render import short_id, words_of_key
from dashboards.common.queries.reader import Reader
from dashboards.frameworks.queries.browse import list_items
from dashboards.readiness.instruments.titles import Published
from dashboards.readiness.instruments.words import language_for, said, titles_of
from dashboards.roster.dependencies import PageOfCaller


class Choosable(NamedTuple):
    """A skill with the field in which its level is chosen, and the level that stands."""

    field: str
    words: str
    level: str = ""


class Chapter(NamedTuple):
    """The skills of one instrument; or those that belong to none that can be read."""

    title: str
    skills: Sequence[Choosable]


async def chapters(page: PageOfCaller, published: Published, standing: Sequence[Skill]) -> list[Chapter]:
    """All that can be chosen, with the levels that stand; what a coach has said stays to be chosen in any case."""
    language = page.l10n.language
    levels = {_field(one): str(one.level) for one in standing}
    found: list[Chapter] = []
    shown: set[str] = set()
    for version in published.versions:
        content, own = version.content, language_for(version.content, language)
        titles = titles_of([content], language)
        fields = {skill_field("condition", version.instrument_id, one.key): said(one.title, own, content.base)
                  for one in content.sections}  # fmt: skip
        for one in standing:
            if isinstance(one, InstrumentSkill) and one.instrument_id == version.instrument_id:
                title = titles.get(("question", one.key)) if one.kind == "question" else None
                fields.setdefault(_field(one), title.words if title else words_of_key(one.key))
        shown.update(fields)
        choosable = [Choosable(field, words, levels.get(field, "")) for field, words in fields.items()]
        found.append(Chapter(said(content.title, own, content.base), choosable))
    rest = [one for one in standing if _field(one) not in shown]
    items = await _items(page, [one.item_id for one in rest if isinstance(one, ItemSkill)])
    others = [Choosable(_field(one), _said(one, items), str(one.level)) for one in rest]
    return [*found, *([Chapter(page.l10n.gettext("Other skills"), others)] if others else [])]


def _said(one: Skill, items: Mapping[UUID, str]) -> str:
    if isinstance(one, InstrumentSkill):
        return words_of_key(one.key)
    return items.get(one.item_id) or short_id(one.item_id)


def _field(one: Skill) -> str:
    if isinstance(one, ItemSkill):
        return skill_field(one.kind, one.item_id)
    return skill_field(one.kind, one.instrument_id, one.key)


async def _items(page: PageOfCaller, ids: Sequence[UUID]) -> dict[UUID, str]:
    reader = await Reader.live(page.session, page.caller.district_id)
    return {one.item_id: one.statement for one in await list_items(reader, ids)}
