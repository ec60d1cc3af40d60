"""Who was told what is amended is found in the log, told anew once, and named to the district."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from partners.disclosure.usecases.republish import republish
from shared.contracts.competency import AmendedItem, AmendmentDecided, MasteryChanged, RecordContested
from shared.contracts.partners import AmendmentTold, MasteryDisclosed, MasteryWithheld
from shared.db.database import set_tenant
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field

ITEM = uuid4()


@pytest.fixture(scope="module")
def webhook_allowed() -> str:
    return "127.0.0.1:9"


def decided(change: MasteryChanged, score: int | None, **more: Any) -> AmendmentDecided:
    """The piece that `change` rested on is amended; `score` stands."""
    assert change.observed_at is not None
    item = AmendedItem(
        item_id=change.item_id,
        since=change.known_at,
        score=None if score is None else Decimal(score),
        mastered=score is not None and score >= 3,
        observed_at=None if score is None else change.observed_at,
    )
    content = {"amendment_id": uuid4(), "decision": 1, "outcome": "accepted", "items": (item,), **more}
    return AmendmentDecided(learner_id=change.learner_id, decided_at=datetime.now(UTC), **content)


async def receivers(partners: Any, amendment_id: UUID, district: str = "Birch") -> Any:
    async with partners.client(district, "partners.read") as client:
        return await client.get(f"/partners/v1/amendments/{amendment_id}/receivers")


async def logged(partners: Any, learner: UUID) -> list[tuple[str, str]]:
    async with partners.client("Birch") as client:
        listed = (await client.get("/partners/v1/disclosures", params={"learner_id": str(learner)})).json()["items"]
    return [(d["agreement_id"], d["how"]) for d in listed]


async def end(partners: Any, agreement: str) -> None:
    async with partners.client("Birch") as client:
        assert (await client.post(f"/partners/v1/agreements/{agreement}/end")).status_code == 200


async def test_a_receiver_is_told_under_its_pseudonym_that_the_value_was_amended(
    partners: Any, log: Deliveries
) -> None:
    birch, learner = partners.districts["Birch"], uuid4()
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    wrong = partners.changed(learner, ITEM, 4)
    await log.send(birch, wrong)
    [first] = (await partners.feed("Cedar"))[-1:]
    await partners.running.clear_outbox()
    amended = decided(wrong, 2)
    right = partners.changed(learner, ITEM, 2, observed_at=wrong.observed_at, amendment_id=amended.amendment_id)
    await log.send(birch, amended, right)
    notice, after = [c for c in await partners.feed("Cedar") if c["position"] > first["position"]]
    assert {name: notice[name] for name in ("kind", "subject", "agreement_id", "score", "mastered")} == {
        "kind": "mastery.amended", "subject": first["subject"], "agreement_id": agreement,
        "score": 2, "mastered": False,
    }  # fmt: skip
    assert notice["previous"] == {"score": 4, "mastered": True, "observed_on": first["observed_on"]}
    assert (after["kind"], after["score"], after["subject"]) == ("mastery.disclosed", 2, first["subject"])
    for internal in (learner, amended.amendment_id):
        assert str(internal) not in str([notice, after])
    assert await logged(partners, learner) == [
        (agreement, "change feed"), (agreement, "change feed, as an amendment"), (agreement, "change feed"),
    ]  # fmt: skip
    assert (await partners.feed("Birch"))[-1]["amendment_id"] == str(amended.amendment_id)
    events = await partners.running.published(MasteryDisclosed)
    assert [(e.event.amended, e.event.score) for e in events] == [(True, Decimal(2)), (False, Decimal(2))]
    await end(partners, agreement)


async def test_the_district_and_competency_learn_who_held_what(partners: Any, log: Deliveries) -> None:
    birch, cedar, learner = partners.districts["Birch"], partners.districts["Cedar"], uuid4()
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    wrong = partners.changed(learner, ITEM, 4)
    await log.send(birch, wrong)
    await partners.running.clear_outbox()
    amended = decided(wrong, None)
    await log.send(birch, amended)
    answer = await receivers(partners, amended.amendment_id)
    assert answer.status_code == 200
    [one] = answer.json()["receivers"]
    assert (one["recipient_id"], one["recipient_name"], one["agreement_id"]) == (str(cedar), "Cedar", agreement)
    assert one["told_at"] is not None
    [held] = one["disclosed"]
    assert (held["item_id"], held["score"], held["mastered"]) == (str(ITEM), 4, True)
    assert datetime.fromisoformat(held["disclosed_at"]) <= datetime.fromisoformat(one["told_at"])
    [told] = await partners.running.published(AmendmentTold)
    assert (told.district_id, told.event.learner_id, told.event.decision) == (birch, learner, 1)
    assert [r.recipient_id for r in told.event.receivers] == [cedar]
    await end(partners, agreement)


async def test_under_an_agreement_that_is_over_nothing_flows_and_the_district_must_tell(
    partners: Any, log: Deliveries
) -> None:
    birch, learner = partners.districts["Birch"], uuid4()
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    wrong = partners.changed(learner, ITEM, 4)
    await log.send(birch, wrong)
    await end(partners, agreement)
    before = await partners.feed("Cedar")
    amended = decided(wrong, 1)
    await log.send(birch, amended)
    assert await partners.feed("Cedar") == before
    [one] = (await receivers(partners, amended.amendment_id)).json()["receivers"]
    assert (one["agreement_id"], one["told_at"]) == (agreement, None)
    assert await logged(partners, learner) == [(agreement, "change feed")]


async def test_nobody_is_told_of_what_they_never_held(partners: Any, log: Deliveries) -> None:
    birch, learner = partners.districts["Birch"], uuid4()
    own = partners.changed(learner, ITEM, 4)
    await log.send(birch, own)  # before any agreement
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    before = len(await partners.feed("Cedar"))
    amended = decided(own, 2)
    right = partners.changed(learner, ITEM, 2, observed_at=own.observed_at)
    await log.send(birch, amended, right)
    assert [c["kind"] for c in (await partners.feed("Cedar"))[before:]] == ["mastery.disclosed"]
    assert (await receivers(partners, amended.amendment_id)).json()["receivers"] == []
    await end(partners, agreement)


async def test_what_was_told_before_the_piece_or_is_right_already_needs_no_telling(
    partners: Any, log: Deliveries
) -> None:
    birch, learner = partners.districts["Birch"], uuid4()
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    old = partners.changed(learner, ITEM, 2)
    await log.send(birch, old)
    later = old.model_copy(update={"known_at": datetime.now(UTC) + timedelta(hours=1)})
    unmoved, before = decided(old, 2), decided(later, 1)
    await log.send(birch, unmoved, before)
    for one in (unmoved, before):
        assert (await receivers(partners, one.amendment_id)).json()["receivers"] == []
    await end(partners, agreement)


async def test_a_refusal_that_amends_nothing_tells_nobody(partners: Any, log: Deliveries) -> None:
    refused = decided(partners.changed(uuid4(), ITEM), 1, items=(), outcome="refused")
    await partners.running.clear_outbox()
    await log.send(partners.districts["Birch"], refused)
    assert (await receivers(partners, refused.amendment_id)).status_code == 404
    assert await partners.running.published(AmendmentTold) == []


async def test_twice_rebuilt_or_with_unknown_fields_a_decision_is_told_once(partners: Any, log: Deliveries) -> None:
    birch, learner = partners.districts["Birch"], uuid4()
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    wrong = partners.changed(learner, ITEM, 4)
    await log.send(birch, wrong)
    await partners.running.clear_outbox()
    first, second = decided(wrong, 3), decided(wrong, 2, decision=2)
    second = second.model_copy(update={"amendment_id": first.amendment_id})
    record = log.record(birch, first, sequence=2, body=unknown_field(first, added_later="x"))
    late = log.record(birch, second, sequence=4)
    await log.deliver(late)  # waits for what comes before it
    await log.deliver(record, record)
    await log.deliver(log.record(birch, partners.changed(learner, ITEM, 3, observed_at=wrong.observed_at), sequence=3))
    await log.deliver(log.record(birch, first, sequence=2), log.record(birch, second, sequence=5, snapshot=True))
    rebuilt = [log.record(birch, one, sequence=n) for n, one in enumerate((first, second), 1)]
    await log.deliver(*rebuilt, epoch=2)
    told = [c for c in await partners.feed("Cedar") if c["kind"] == "mastery.amended"]
    subject = told[-1]["subject"]
    assert [(c["score"], c["previous"]["score"]) for c in told if c["subject"] == subject] == [(3, 4), (2, 3)]
    assert [e.event.decision for e in await partners.running.published(AmendmentTold)] == [1, 2]
    found = (await receivers(partners, first.amendment_id)).json()["receivers"]
    assert [(r["decision"], r["disclosed"][0]["score"]) for r in found] == [(1, 4), (2, 3)]
    await end(partners, agreement)


async def test_who_hears_of_disclosures_by_webhook_hears_of_their_amendment(partners: Any, log: Deliveries) -> None:
    birch, learner = partners.districts["Birch"], uuid4()
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    wrong = partners.changed(learner, ITEM, 4)
    await log.send(birch, wrong)
    async with partners.client("Cedar") as client:
        made = {}
        for kind in ("mastery.disclosed", "aggregate.disclosed"):
            body = {"url": "http://127.0.0.1:9/in", "kinds": [kind]}
            answer = await client.post("/partners/v1/webhooks", json=body)
            made[kind] = f"/partners/v1/webhooks/{answer.json()['endpoint_id']}"
        await log.send(birch, decided(wrong, 2))
        position = (await partners.feed("Cedar"))[-1]["position"]
        queued = {
            kind: [d["position"] for d in (await client.get(f"{path}/deliveries")).json()["items"]]
            for kind, path in made.items()
        }
        assert queued == {"mastery.disclosed": [position], "aggregate.disclosed": []}
        again = await client.post(f"{made['mastery.disclosed']}/replay", json={"after": position - 1})
        assert again.json()["deliveries"] == 1
        for path in made.values():
            assert (await client.delete(path, headers={"If-Match": "*"})).status_code in (200, 204)
    await end(partners, agreement)


async def test_what_a_family_contests_goes_out_flagged_until_it_is_not(partners: Any, log: Deliveries) -> None:
    birch, learner, other = partners.districts["Birch"], uuid4(), uuid4()
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    before = len(await partners.feed("Cedar"))
    await partners.running.clear_outbox()
    contested = RecordContested(learner_id=learner, item_ids=(ITEM,))
    await log.send(
        birch, partners.changed(learner, ITEM, 1), contested, contested, partners.changed(learner, ITEM, 2),
        partners.changed(learner, other, 2), RecordContested(learner_id=learner, item_ids=()),
        partners.changed(learner, ITEM, 3),
    )  # fmt: skip
    told = (await partners.feed("Cedar"))[before:]
    assert [(c["item_id"] == str(ITEM), c["score"], c.get("contested")) for c in told] == [
        (True, 1, None), (True, 2, True), (False, 2, None), (True, 3, None)]  # fmt: skip
    events = await partners.running.published(MasteryDisclosed)
    assert [e.event.contested for e in events] == [False, True, False, False]
    await end(partners, agreement)


async def test_a_republish_repeats_who_was_told_and_takes_no_request_for_a_pseudonym(
    partners: Any, log: Deliveries
) -> None:
    birch, learner = partners.districts["Birch"], uuid4()
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    wrong = partners.changed(learner, ITEM, 4)
    amended = decided(wrong, 2)
    await log.send(birch, wrong, amended)
    subject = UUID((await partners.feed("Cedar"))[-1]["subject"])
    before = len(await partners.feed("Cedar"))
    [told] = [e.event for e in await partners.running.published(AmendmentTold)
              if e.event.amendment_id == amended.amendment_id]  # fmt: skip
    for district in ("Birch", "Cedar"):
        await partners.running.clear_outbox()
        async with partners.running.worker.transaction(None) as session:
            await set_tenant(session, partners.districts[district])
            await republish.district(session, partners.districts[district])
        again = await partners.running.published()
        if district == "Birch":
            assert told in [e.event for e in again]
            withheld = {e.event.subject for e in again if isinstance(e.event, MasteryWithheld)}
            assert amended.amendment_id not in withheld
        else:
            [value] = [e.event for e in again if isinstance(e.event, MasteryDisclosed) and e.event.subject == subject]
            assert (value.score, value.amended) == (Decimal(2), True)
    assert len(await partners.feed("Cedar")) == before
    await end(partners, agreement)


async def test_the_receivers_are_for_the_district_alone(partners: Any, log: Deliveries) -> None:
    birch = partners.districts["Birch"]
    wrong = partners.changed(uuid4(), ITEM, 4)
    amended = decided(wrong, 2)
    await log.send(birch, wrong, amended)
    path = f"/partners/v1/amendments/{amended.amendment_id}/receivers"
    async with partners.running.client() as client:
        assert (await client.get(path)).status_code == 401
    async with partners.client("Birch", "competency.read") as client:
        assert (await client.get(path)).status_code == 403
    assert (await receivers(partners, amended.amendment_id, "Cedar")).status_code == 404
    assert (await receivers(partners, uuid4())).status_code == 404
    async with partners.client("Birch") as client:
        assert (await client.get("/partners/v1/amendments/x/receivers")).status_code == 422
    assert (await receivers(partners, amended.amendment_id)).status_code == 200
