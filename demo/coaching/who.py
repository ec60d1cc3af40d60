"""Who takes part in coaching, out of the districts' rosters."""

from collections.abc import Mapping, Sequence
from random import Random

from demo.calls import Caller
from demo.coaching.coaches import EACH, Candidate
from demo.coaching.teams import Partner
from demo.names import choose_name
from demo.people import chosen
from demo.records import District, Role, SisId

Ids = Mapping[SisId, str]
"""The platform's id of each person."""
EDUCATORS = 4
"""Of a partner, in its team."""
SOURCE = "demo teams"
_OLD_ENOUGH = ("08", "09", "10", "11", "12")


def candidates(host: District, ids: Ids, teachers: Sequence[str]) -> list[Candidate]:
    """Returns the host's people who are to coach: older students, and its staff, those first whom its timetable knows.
    Who leads the district coaches nobody; `teachers` are more of its educators, as the platform knows them.
    """
    learners = [one for one in host.learners if one.grade in _OLD_ENOUGH]
    students = [Candidate(ids[one.sis], "student", one.grade) for one in learners[:: max(1, len(learners) // EACH)]]
    own = [*host.people_who_are(Role.EDUCATOR), *host.people_who_are(Role.LEADER)[1:]]
    staff = [Candidate(person, "staff") for person in [*(ids[one.sis] for one in own), *teachers]]
    return [*students[:EACH], *staff[:EACH]]


def leads(district: District, ids: Ids) -> list[str]:
    """Returns who leads the district and its schools."""
    return [ids[one.sis] for one in district.people_who_are(Role.LEADER)]


def educator(district: District, ids: Ids) -> str:
    """Returns the educator whom one can sign in as."""
    person = chosen(district)["educator"]
    assert person is not None  # noqa: S101 - of the roles only the operator is nobody of the roster
    return ids[person.sis]


def partner_of_network(district: District, ids: Ids, caller: Caller) -> Partner:
    """A partner whose roster is on the platform; the educator whom one can sign in as is in its team."""
    others = [ids[one.sis] for one in district.people_who_are(Role.EDUCATOR)]
    team = list(dict.fromkeys([educator(district, ids), *others]))[:EDUCATORS]
    return Partner(district.code, caller, leads(district, ids)[0], team)


async def partner_beyond(code: str, caller: Caller) -> Partner:
    """A partner that joins with its team alone: its system sends these people first."""
    rng = Random(f"{SOURCE}/{code}")
    school = {"source": SOURCE, "sourced_id": "school"}
    name = f"{code.replace('-', ' ').title()} School"
    await caller.post_lines("/rostering/v1/organisations/bulk", [school | {"name": name, "kind": "school"}])
    lines = []
    for number in range(EDUCATORS + 1):
        given, family = choose_name(rng)
        lines.append(
            {
                "source": SOURCE, "sourced_id": f"person-{number}", "given_name": given, "family_name": family,
                "roles": ["educator" if number else "leader"], "organisation_ids": [school],
            }
        )  # fmt: skip
    report = await caller.post_lines("/rostering/v1/people/bulk", lines)
    lead, *team = (told["id"] for told in report["lines"])
    return Partner(code, caller, lead, team)
