"""Somebody is found by name on the page on which they are chosen: the form that looks for people is no sending yet."""

from dashboards.readiness.forms import Fields, Sending
from dashboards.roster.dependencies import PageOfCaller
from dashboards.roster.usecases.finding import Finding, find_people

PERSON = "person"
"""The field of those who are chosen."""


def looks(fields: Fields) -> bool:
    """Whether the button was pressed that looks for people."""
    return "look" in fields


def people_of(fields: Fields) -> list[str]:
    """The ids of those who are ticked, and ids that are typed between commas or blanks."""
    typed = fields.words("person_ids").replace(",", " ").split()
    return list(dict.fromkeys([*fields.chosen.get(PERSON, []), *typed]))


async def finding(page: PageOfCaller, sending: Sending, *, but: frozenset[str] = frozenset()) -> Finding:
    """Who was sought in the form that was sent, and who was chosen in it before; `but` the page shows by itself."""
    if sending.fields is None:
        return Finding()
    chosen = [one for one in sending.fields.chosen.get(PERSON, []) if one not in but]
    return await find_people(page.session, page.caller, sending.fields.words("sought"), chosen)
