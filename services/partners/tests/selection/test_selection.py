"""A district was selected as a host's partner: the agreements are drafted once, and both read, change and sign them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from partners import handlers
from partners.selection.rules import drafted_id
from shared.contracts.partners import AgreementChanged
from shared.contracts.readiness import ApplicationDecided, PartnerSelected, Sharing
from shared.events.apply import Poison
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field

PATH = "/partners/v1/agreements"
TODAY = datetime.now(UTC).date()
TO_HOST = Sharing(direction="to_host", granularity="aggregate", basis="evaluation", elements=("mastery",))
TO_PARTNER = Sharing(direction="to_partner", granularity="pseudonymous", basis="school_official", elements=("mastery",))
BOTH = (TO_HOST, TO_PARTNER)


@pytest.fixture
def log(partners: Any) -> Deliveries:
    return Deliveries(handlers.selection, partners.running.worker, partners.running.app.context.now)


def selected(partners: Any, *sharing: Sharing, **more: Any) -> PartnerSelected:
    """Alder hosts, and Birch accepted its place."""
    content = {
        "application_id": uuid4(), "call_id": uuid4(), "partner_id": partners.districts["Birch"], "accepted_on": TODAY,
        "starts_on": TODAY, "expires_on": TODAY + timedelta(days=300), "sharing": sharing, **more,
    }  # fmt: skip
    return PartnerSelected(**content)


async def drafts(partners: Any, event: PartnerSelected, district: str = "Alder") -> dict[str, Any]:
    """What a district reads of the agreements that this selection asks for, by who discloses."""
    found = {}
    async with partners.client(district) as client:
        for way in ("to_host", "to_partner"):
            answer = await client.get(f"{PATH}/{drafted_id(event.application_id, way)}")
            if answer.status_code == 200:
                found[way] = answer.json()
    return found


def event_said(told: list[Any]) -> list[Any]:
    """What was left out, and why."""
    return [(one["direction"], one["problems"]) for one in told if one["event"] == "selection.not_drafted"]


async def test_both_ways_are_drafted_in_the_terms_of_the_call(partners: Any, log: Deliveries) -> None:
    alder, birch = partners.districts["Alder"], partners.districts["Birch"]
    event = selected(partners, *BOTH)
    await log.send(alder, event)
    read = await drafts(partners, event)
    ways = {way: (one["discloser_id"], one["recipient_id"]) for way, one in read.items()}
    assert ways == {"to_host": (str(birch), str(alder)), "to_partner": (str(alder), str(birch))}
    terms = {way: (one["granularity"], one["basis"], one["elements"]) for way, one in read.items()}
    assert terms == {
        "to_host": ("aggregate", "evaluation", ["mastery"]),
        "to_partner": ("pseudonymous", "school_official", ["mastery"]),
    }
    days = (str(event.starts_on), str(event.expires_on), str(event.expires_on))
    assert {(one["starts_on"], one["expires_on"], one["destroy_by"]) for one in read.values()} == {days}
    assert {(one["state"], one["discloser_signed_at"], one["recipient_signed_at"]) for one in read.values()} == {
        ("draft", None, None)
    }
    assert all("Alder" not in one["purpose"] and "Birch" not in one["purpose"] for one in read.values())
    assert await drafts(partners, event, "Birch") == read
    assert await drafts(partners, event, "Cedar") == {}


async def test_a_draft_is_changed_by_one_and_signed_by_both(partners: Any, log: Deliveries) -> None:
    event = selected(partners, TO_PARTNER)
    await log.send(partners.districts["Alder"], event)
    await partners.running.clear_outbox()
    path = f"{PATH}/{drafted_id(event.application_id, 'to_partner')}"
    async with partners.client("Alder") as host, partners.client("Birch") as partner:
        read = await partner.get(path)
        changed = await partner.patch(
            path, json={"purpose": "to learn together"}, headers={"If-Match": read.headers["ETag"]}
        )
        assert changed.status_code == 200, changed.text
        first = await host.post(f"{path}/sign", headers={"If-Match": changed.headers["ETag"]})
        second = await partner.post(f"{path}/sign", headers={"If-Match": first.headers["ETag"]})
        assert (first.json()["state"], second.json()["state"]) == ("draft", "active")
    told = await partners.running.published(AgreementChanged)
    assert {one.district_id for one in told} == {partners.districts["Alder"], partners.districts["Birch"]}


async def test_told_twice_or_published_again_it_makes_no_second_draft(partners: Any, log: Deliveries) -> None:
    """Whatever has become of the first: changed by the two, or withdrawn."""
    alder, event = partners.districts["Alder"], selected(partners, *BOTH)
    record = log.record(alder, event)
    await log.deliver(record, record)
    ours, withdrawn = (drafted_id(event.application_id, one.direction) for one in (TO_HOST, TO_PARTNER))
    async with partners.client("Birch") as client:
        await client.patch(f"{PATH}/{ours}", json={"granularity": "none"}, headers={"If-Match": "*"})
        await client.post(f"{PATH}/{withdrawn}/end")
    before = await drafts(partners, event)
    await log.deliver(record)
    await log.deliver(log.record(alder, event, snapshot=True, sequence=2))
    assert await drafts(partners, event) == before
    assert (before["to_host"]["granularity"], before["to_partner"]["state"]) == ("none", "ended")


def decided(partners: Any, event: PartnerSelected, standing: str = "withdrawn") -> ApplicationDecided:
    return ApplicationDecided(
        application_id=event.application_id, call_id=event.call_id, host_id=partners.districts["Alder"],
        applicant_id=event.partner_id, standing=standing, decided_on=TODAY,
    )  # fmt: skip


async def signed(partners: Any, event: PartnerSelected, *parties: str) -> str:
    """Its state, once these have signed the draft of what the host would be shown."""
    path = f"{PATH}/{drafted_id(event.application_id, 'to_host')}"
    for party in parties:
        async with partners.client(party) as client:
            read = await client.get(path)
            answer = await client.post(f"{path}/sign", headers={"If-Match": read.headers["ETag"]})
            assert answer.status_code == 200, answer.text
    return str(answer.json()["state"])


async def states(partners: Any, event: PartnerSelected) -> dict[str, str]:
    return {way: one["state"] for way, one in (await drafts(partners, event)).items()}


async def test_a_partner_that_withdraws_ends_what_not_both_have_signed(partners: Any, log: Deliveries) -> None:
    alder, event = partners.districts["Alder"], selected(partners, *BOTH)
    await log.send(alder, event)
    assert await signed(partners, event, "Birch") == "draft"
    told = log.record(alder, decided(partners, event))
    await log.deliver(told, told)
    assert await states(partners, event) == {"to_host": "ended", "to_partner": "ended"}
    await log.deliver(told)
    await log.deliver(log.record(alder, event, snapshot=True, sequence=9))
    assert await states(partners, event) == {"to_host": "ended", "to_partner": "ended"}, "nothing is drafted again"


@pytest.mark.parametrize("starts_in", [0, 30])
async def test_what_both_have_signed_outlives_a_withdrawal(partners: Any, log: Deliveries, starts_in: int) -> None:
    """Also where it is not in force yet: it is for the two to end."""
    alder = partners.districts["Alder"]
    event = selected(partners, TO_HOST, starts_on=TODAY + timedelta(days=starts_in))
    await log.send(alder, event)
    assert await signed(partners, event, "Alder", "Birch") == ("draft" if starts_in else "active")
    before = await drafts(partners, event)
    await log.send(alder, decided(partners, event))
    assert await drafts(partners, event) == before


async def test_no_other_decision_and_no_others_word_ends_a_draft(partners: Any, log: Deliveries) -> None:
    alder, birch, event = partners.districts["Alder"], partners.districts["Birch"], selected(partners, TO_HOST)
    await log.send(alder, event, decided(partners, event, "accepted"))
    await log.send(birch, decided(partners, event))
    assert await states(partners, event) == {"to_host": "draft"}, "the host's own copy has an order with the selection"
    await log.send(alder, decided(partners, selected(partners)), decided(partners, event))
    assert await states(partners, event) == {"to_host": "ended"}


async def test_a_withdrawal_that_is_read_before_its_selection_waits_for_it(partners: Any, log: Deliveries) -> None:
    alder, event = partners.districts["Alder"], selected(partners, TO_HOST)
    first = log.record(alder, event)
    newer = decided(partners, event)
    await log.deliver(log.record(alder, newer, body=unknown_field(newer, invented="later")))
    await log.deliver(first)
    assert await states(partners, event) == {"to_host": "ended"}


async def test_it_waits_for_what_was_told_of_the_application_before(partners: Any, log: Deliveries) -> None:
    alder, event = partners.districts["Alder"], selected(partners, TO_HOST)
    first, second = (log.record(alder, event) for _ in range(2))
    await log.deliver(second)
    assert await drafts(partners, event) == {}
    await log.deliver(first)
    assert list(await drafts(partners, event)) == ["to_host"]


async def test_a_newer_publishers_fields_are_ignored(partners: Any, log: Deliveries) -> None:
    event = selected(partners, TO_HOST)
    body = unknown_field(event, invented="later")
    await log.deliver(log.record(partners.districts["Alder"], event, body=body))
    assert list(await drafts(partners, event)) == ["to_host"]


@pytest.mark.parametrize(
    ("change", "more", "problems"),
    [
        ({"granularity": "pseudonymous"}, {}, ["cannot_stand:granularity"]),
        ({"elements": ()}, {}, ["cannot_stand:elements"]),
        ({"granularity": "by_school"}, {}, ["unknown_code:granularity"]),
        ({"basis": "audit"}, {}, ["unknown_code:basis"]),
        ({"elements": ("mastery", "attendance")}, {}, ["unknown_code:elements"]),
        ({}, {"partner_id": UUID(int=7)}, ["unknown_district"]),
        ({}, {"starts_on": TODAY + timedelta(days=400)}, ["cannot_stand:expires_on"]),
        (
            {},
            {"starts_on": TODAY - timedelta(days=9), "expires_on": TODAY - timedelta(days=1)},
            ["cannot_stand:expires_on"],
        ),
    ],
)
async def test_what_cannot_stand_is_left_out_and_holds_nothing_up(
    partners: Any, log: Deliveries, change: dict[str, Any], more: dict[str, Any], problems: list[str]
) -> None:
    alder = partners.districts["Alder"]
    event = selected(partners, TO_HOST.model_copy(update=change), **more)
    with capture_logs() as told:
        await log.send(alder, event)
    assert event_said(told) == [("to_host", problems)]
    assert await drafts(partners, event) == {}
    good = event.model_copy(update={"sharing": BOTH, "starts_on": TODAY, "expires_on": TODAY,
                                    "partner_id": partners.districts["Birch"]})  # fmt: skip
    await log.deliver(log.record(alder, good, snapshot=True, sequence=2))
    assert list(await drafts(partners, event)) == ["to_host", "to_partner"], "published again, it is tried anew"


async def test_one_way_that_cannot_stand_does_not_keep_the_other_from_being_drafted(
    partners: Any, log: Deliveries
) -> None:
    event = selected(partners, TO_HOST.model_copy(update={"basis": "audit"}), TO_PARTNER, TO_PARTNER)
    with capture_logs() as told:
        await log.send(partners.districts["Alder"], event)
    assert list(await drafts(partners, event)) == ["to_partner"]
    assert event_said(told) == [("to_host", ["unknown_code:basis"]), ("to_partner", ["direction_repeated"])]


async def test_a_district_that_selects_itself_shares_nothing(partners: Any, log: Deliveries) -> None:
    event = selected(partners, *BOTH, partner_id=partners.districts["Alder"])
    with capture_logs() as told:
        await log.send(partners.districts["Alder"], event)
    assert [problems for _, problems in event_said(told)] == [["cannot_stand:parties"]] * 2
    assert await drafts(partners, event) == {}


async def test_whether_the_last_day_has_passed_says_the_disclosers_calendar_by_the_services_clock(
    partners: Any, log: Deliveries
) -> None:
    event = selected(partners, TO_HOST, expires_on=TODAY)
    late = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), UTC)
    with partners.running.set_clock(lambda: late):
        await log.send(partners.districts["Alder"], event)
        assert await drafts(partners, event) == {}
    with partners.running.set_clock(lambda: late - timedelta(seconds=1)):
        await log.deliver(log.record(partners.districts["Alder"], event, snapshot=True, sequence=2))
    assert list(await drafts(partners, event)) == ["to_host"]


async def test_what_is_no_selection_is_poison(partners: Any, log: Deliveries) -> None:
    event = selected(partners, TO_HOST)
    with pytest.raises(Poison):
        await log.deliver(log.record(partners.districts["Alder"], event, body=b"{}"))
