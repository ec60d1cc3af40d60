"""While an agreement that the call asks for is missing, pages offer nothing that must fail, and lead to it."""

from typing import Any
from uuid import UUID, uuid4

import httpx
from hypothesis import given
from hypothesis import strategies as st

from coaching.engagements.rules.sharing import Demand, SharingAgreement
from dashboards.agreements.answers import Agreement
from dashboards.coaching.engagements.answers import Engagement
from dashboards.coaching.engagements.usecases.demands import COARSEST_FIRST, awaited_of
from dashboards.readiness.partners.client import PARTNERS
from services.coaching.tests.coaches.coaching_district import TODAY, days
from services.coaching.tests.engagements.partnership import TO_HOST, to_summer
from services.dashboards.tests.coaching.engagements.engaging import LEADERS, Engaging
from services.dashboards.tests.readiness.reading import form_of, read
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport

WHY = "nothing that discloses begins"
READER = (*LEADERS, "partners.read")
HOST_ID, PARTNER_ID = uuid4(), uuid4()


def draft(discloser: UUID, recipient: UUID, granularity: str = "aggregate") -> dict[str, Any]:
    """An agreement as partners answers it, that nobody has signed."""
    return {
        "agreement_id": str(uuid4()), "discloser_id": str(discloser), "recipient_id": str(recipient),
        "purpose": "to coach", "granularity": granularity, "basis": "evaluation", "elements": ["mastery"],
        "starts_on": str(TODAY), "expires_on": str(TODAY + days(30)), "destroy_by": str(TODAY + days(30)),
        "state": "draft", "document_hash": "0" * 64,
    }  # fmt: skip


async def lost(engaging: Engaging) -> str:
    """An engagement in which the host proposed an action before the agreement was over; the action's page."""
    two, agreement = engaging.two, uuid4()
    await two.open(TO_HOST)
    await two.agree("active", agreement=agreement)
    engaging.acting.gap = str(await engaging.acting.plans.find_gap())
    assert (await engaging.acting.plans.bring(UUID(engaging.acting.gap))).status_code == 201
    member = await two.partner.client.post(
        f"{two.path}/members", json={"person_id": str(two.partner.person()), "role": "educator"}
    )
    engaging.acting.owner = member.json()["member_id"]
    path = await engaging.acting.propose()
    await two.agree("ended", agreement=agreement)
    return path.replace("/coaching/v1/actions", "/coaching-actions")


async def test_while_an_agreement_is_awaited_no_action_and_no_phase_is_proposed(engaging: Engaging) -> None:
    await engaging.two.open(TO_HOST)
    async with engaging.host() as host:
        shown = await read(host, engaging.path)
        assert WHY in shown
        assert (f"{engaging.path}/actions/new" in shown, 'name="phase"' in shown) == (False, False)
        new = await read(host, f"{engaging.path}/actions/new")
        assert (WHY in new, "Propose it" in new, f"{engaging.path}#sharing" in new) == (True, False, True)


async def test_what_was_typed_before_is_kept_where_the_agreement_ended_meanwhile(engaging: Engaging) -> None:
    await lost(engaging)
    path = f"{engaging.path}/actions/new"
    async with engaging.host() as host:
        typed = {
            "gap_id": engaging.acting.gap,
            "words": "Kept <words>",
            "due_on": str(TODAY + days(9)),
            "key": "a" * 32,
        }
        refused = await host.post(path, data=typed | {"owner_member_id": engaging.acting.owner})
        assert (refused.status_code, WHY in refused.text) == (409, True)
        assert form_of(refused.text, 'name="words"')["words"] == "Kept <words>"


async def test_where_an_agreement_is_over_nobody_is_offered_to_agree_to_an_action(engaging: Engaging) -> None:
    action = await lost(engaging)
    async with engaging.partner() as partner:
        shown = await read(partner, action)
        assert (WHY in shown, f"{action}/agree" in shown, f"{engaging.path}#sharing" in shown) == (True, False, True)


async def test_the_very_draft_that_is_missing_is_found_and_whoever_reads_it(engaging: Engaging) -> None:
    two = engaging.two
    await two.open(TO_HOST)
    meant = draft(two.partner.district, two.host.district)
    other = draft(two.host.district, two.partner.district)
    client = AsyncClient(
        transport=MockTransport(lambda _: httpx.Response(200, json={"items": [other, meant], "next": None})),
        base_url="http://partners",
    )
    context = engaging.pages.app.context
    await context.find(PARTNERS).aclose()
    context.keep(PARTNERS, ServiceClient("http://partners", seconds=10, client=client))
    async with engaging.visitor(engaging.leader(two.partner, *READER)) as partner, engaging.partner() as unread:
        shown = await read(partner, engaging.path)
        assert (f"/agreements/{meant['agreement_id']}" in shown, other["agreement_id"] in shown) == (True, False)
        for said in ("Group figures only", "Not in force yet", "Read it and sign it"):
            assert said in shown, said
        assert "Nobody has drafted it yet" in await read(unread, engaging.path)


async def test_where_all_that_is_asked_is_in_force_the_next_phase_is_offered_as_before(engaging: Engaging) -> None:
    await to_summer(engaging.two)
    async with engaging.host() as host:
        shown = await read(host, engaging.path)
        assert (WHY in shown, f"{engaging.path}/actions/new" in shown) == (False, True)


@given(st.sampled_from(["to_host", "to_partner"]), *[st.sampled_from([*COARSEST_FIRST, "sampled"])] * 2, st.booleans())
def test_the_draft_that_is_shown_would_meet_what_the_call_demands(
    direction: str, demanded: str, drafted: str, turned: bool
) -> None:
    one = Engagement.model_validate(
        {
            "engagement_id": uuid4(), "host_id": HOST_ID, "partner_id": PARTNER_ID, "starts_on": TODAY,
            "expires_on": TODAY, "started_on": TODAY, "phase": "preparation", "phase_since": TODAY,
            "proposed_phase": None, "sharing": "awaited", "first_contact_by": TODAY, "first_contact_on": None,
            "late_milestones": 0, "stalled": [], "last_meeting_on": None, "ended": None,
            "demands": [{"direction": direction, "granularity": demanded, "state": "awaited"}],
        }
    )  # fmt: skip
    parties = (HOST_ID, PARTNER_ID) if turned else (PARTNER_ID, HOST_ID)
    (awaited,) = awaited_of(one, [Agreement.model_validate(draft(*parties, drafted))])
    way = "to_partner" if turned else "to_host"
    agreement = SharingAgreement(way, drafted, "active", TODAY, TODAY)  # type: ignore[arg-type]
    assert (awaited.draft is not None) == agreement.meets(Demand(direction, demanded))  # type: ignore[arg-type]
