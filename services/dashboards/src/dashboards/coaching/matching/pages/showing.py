"""How pages of matching are rendered: what coaches, needs and districts are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Response

from dashboards.coaching.coaches.answers import Coach
from dashboards.coaching.matching import labels
from dashboards.coaching.matching.answers import Need
from dashboards.coaching.matching.client import Known
from dashboards.common.pages.render import short_id, words_of_key
from dashboards.kit.localisation import Localisation
from dashboards.readiness.forms import Sending
from dashboards.readiness.partners.client import DistrictNames
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import PageOfCaller
from dashboards.roster.usecases.names import names_of


@dataclass(frozen=True, slots=True)
class Called:
    """What to call each. A coach of another district has no name here."""

    l10n: Localisation
    coaches: Mapping[UUID, Coach]
    people: Mapping[UUID, str]
    needs: Mapping[UUID, Need]
    districts: DistrictNames

    def coach(self, coach_id: UUID) -> str:
        one = self.coaches.get(coach_id)
        name = None if one is None else self.people.get(one.person_id)
        return name or self.l10n.gettext("Coach %(id)s", id=short_id(coach_id))

    def need(self, need_id: UUID) -> str:
        one = self.needs.get(need_id)
        return self.l10n.gettext("Need %(id)s", id=short_id(need_id)) if one is None else about(one)

    def district(self, district_id: UUID) -> str:
        return self.districts.get(district_id) or self.l10n.gettext("District %(id)s", id=short_id(district_id))


def about(one: Any) -> str:
    """What a gap or a need is about, by its key in the instrument."""
    return words_of_key(one.question or one.condition)


async def called(page: PageOfCaller, known: Known, districts: DistrictNames) -> Called:
    people = await names_of(page.session, page.caller, [one.person_id for one in known.coaches])
    coaches = {one.coach_id: one for one in known.coaches}
    return Called(page.l10n, coaches, people, known.needs, districts)


def parties(known: Known) -> set[UUID]:
    """The districts of the engagements, and of those to which needs were brought."""
    pairs = [(one.host_id, one.partner_id) for one in known.needs.values()]
    pairs += [(one.host_id, one.partner_id) for one in known.engagements.values()]
    return {district for pair in pairs for district in pair}


def sorted_choices(pairs: Iterable[tuple[UUID, str]]) -> list[tuple[str, str]]:
    return sorted(((str(key), words) for key, words in pairs), key=lambda one: one[1].casefold())


def shown(
    page: PageOfCaller, template: str, sending: Sending, context: Mapping[str, Any], *, away: bool = False
) -> Response:
    """A page with what was typed where that could not be sent; where it is `away`, the words go along."""
    if away and sending.fields is not None:
        return words_kept(page, sending)
    own = {"sending": sending, "key": sending.key, "texts": labels, "about": about, "away": away}
    return page.render(f"coaching/matching/{template}", own | dict(context), status=sending.status)
