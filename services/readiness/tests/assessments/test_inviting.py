"""Raters are invited: secrets are shown once or mailed, and nobody is told who has answered."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from libs.shared.tests.outgoing.mail_server import TAKEN, MailServer, mail_server
from services.readiness.tests.assessments.asking import ANY, FIRST, LAST, Asking, Link, days, moment
from shared.outgoing.mail.sending import MailDelivery
from shared.settings import MailSettings

LINK = re.compile(r"http://trellis\.test/take-part/([0-9a-f-]{36})/([A-Za-z0-9_-]{43})")


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as started:
        yield started


async def deliver(asking: Asking, server: MailServer) -> None:
    """Sends what waits; mails of other tests are none of ours."""
    settings = MailSettings(host="127.0.0.1", port=server.port, tls="disable", from_address="no-reply@trellis.example")
    async with asking.running.worker.transaction(None) as session:
        await session.execute(text("delete from mail where district_id <> :ours"), {"ours": asking.district})
    await MailDelivery(asking.running.worker, settings, lambda: asking.at).send_due()


def link_of(server: MailServer, number: int = -1) -> Link:
    body = server.taken[number].get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found is not None
    return Link(found[1], found[2])


async def waiting(asking: Asking) -> int:
    async with asking.running.worker.transaction(None) as session:
        query = text("select count(*) from mail where district_id = :ours and state = 'waiting'")
        return int(await session.scalar(query, {"ours": asking.district}) or 0)


async def test_a_secret_is_shown_once_and_kept_as_a_digest_only(opened: Asking) -> None:
    body = {"invitations": [{"role": "teacher"}, {"role": "leader"}]}
    headers = {"Idempotency-Key": "invite-1"}
    path = f"{opened.path}/invitations"
    first = await opened.client.post(path, json=body, headers=headers)
    again = await opened.client.post(path, json=body, headers=headers)
    made = first.json()["invitations"]
    assert all(len(one["secret"]) == 43 and one["link"].endswith(one["secret"]) for one in made)
    hidden = [{**one, "secret": None, "link": None} for one in made]
    assert (again.status_code, again.json()["invitations"]) == (201, hidden)
    listed = await opened.client.get(path)
    assert len(listed.json()["items"]) == 2
    async with opened.running.worker.transaction(None) as session:
        stored = (await session.execute(text("select digest from invitation_link"))).scalars().all()
        kept = str((await session.execute(text("select body from idempotency"))).all())
    for one in made:
        assert one["secret"] not in listed.text + kept
        assert hashlib.sha256(one["secret"].encode()).digest() in stored


async def test_whoever_invites_is_not_told_who_has_answered(opened: Asking) -> None:
    fresh, begun, done = await opened.invite(3)
    for link in (begun, done):
        await opened.save(link, "c1", 1, 3)
    await opened.submit(done)
    path = f"{opened.path}/invitations"
    listed = {one.pop("invitation_id"): one for one in (await opened.client.get(path)).json()["items"]}
    assert listed[fresh.invitation_id] == listed[begun.invitation_id] == listed[done.invitation_id]
    for action in ("renew", "revoke"):
        answers = [await opened.client.post(f"{path}/{one.invitation_id}/{action}") for one in (fresh, begun, done)]
        assert len({one.status_code for one in answers}) == 1
        unlike = ("invitation_id", "secret", "link")
        told = [{k: v for k, v in one.json().items() if k not in unlike} for one in answers]
        assert told[0] == told[1] == told[2]


async def test_who_submitted_before_being_revoked_still_counts(opened: Asking) -> None:
    for link in await opened.answered(10):
        await opened.client.post(f"{opened.path}/invitations/{link.invitation_id}/revoke")
    for link in await opened.invite(4):
        await opened.client.post(f"{opened.path}/invitations/{link.invitation_id}/revoke")
    opened.at += days(1)
    await opened.job("participation")
    board = (await opened.client.get(f"{opened.path}/participation")).json()
    (teachers,) = (one for one in board["roles"] if one["role"] == "teacher")
    assert (teachers["invited"], teachers["band"]) == (10, "half_or_more")


@pytest.mark.parametrize(
    ("one", "field"),
    [({"role": "family"}, "role"), ({"role": "cook"}, "role"), ({"kind": "person"}, "person_id"),
     ({"kind": "link", "person_id": str(uuid4())}, "person_id"), ({"kind": "paper"}, "kind"),
     ({"address": "nobody"}, "address"), ({"address": "a@b.example\r\nBcc: c@d.example"}, "address"),
     ({"address": "a@b.example", "name": "Rosa\r\nBcc: c@d.example"}, "name"), ({"language": "fr"}, "language"),
     ({"consented": True}, "consented"), ({"state": "submitted"}, "state")],
)  # fmt: skip
async def test_one_rater_who_cannot_be_invited_means_that_none_is(
    opened: Asking, one: dict[str, Any], field: str
) -> None:
    body = {"invitations": [{"role": "teacher"}, {"role": "teacher", **one}]}
    refused = await opened.client.post(f"{opened.path}/invitations", json=body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == f"/invitations/1/{field}"
    assert (await opened.client.get(f"{opened.path}/invitations")).json()["items"] == []
    assert await waiting(opened) == 0


async def test_a_person_is_invited_once(opened: Asking) -> None:
    one = {"role": "teacher", "kind": "person", "person_id": str(uuid4())}
    path = f"{opened.path}/invitations"
    assert (await opened.client.post(path, json={"invitations": [one, one]})).status_code == 422
    made = await opened.client.post(path, json={"invitations": [one]})
    assert (await opened.client.post(path, json={"invitations": [one]})).status_code == 422
    invitation = made.json()["invitations"][0]["invitation_id"]
    assert (await opened.client.post(f"{path}/{invitation}/renew")).status_code == 409, "there is no link"
    await opened.client.post(f"{path}/{invitation}/revoke")
    assert (await opened.client.post(path, json={"invitations": [one]})).status_code == 201


async def test_a_mailed_link_is_shown_to_nobody_but_its_rater(opened: Asking, server: MailServer) -> None:
    mailed = {"address": "josé@bücher.example", "name": "José Núñez", "language": "es"}
    body = {"invitations": [{"role": "teacher", **mailed}]}
    made = await opened.client.post(f"{opened.path}/invitations", json=body)
    assert (made.json()["invitations"][0]["secret"], made.json()["invitations"][0]["link"]) == (None, None)
    await deliver(opened, server)
    (letter,) = server.taken
    assert (letter["Subject"], letter["To"].addresses[0].display_name) == (
        "Le invitamos a participar: Ready in autumn?", "José Núñez")  # fmt: skip
    read = (await opened.read(link_of(server))).json()
    assert (read["language"], read["state"]) == ("es", "open")


async def test_every_letter_says_who_will_see_what_and_what_the_instrument_says_of_its_own(
    opened: Asking, server: MailServer
) -> None:
    link = await opened.link(role="union", address="rater@example.org")
    await deliver(opened, server)
    told = (await opened.read(link_of(server))).json()
    await opened.client.post(f"{opened.path}/invitations/{link.invitation_id}/renew")
    await deliver(opened, server)
    opened.at = moment(LAST - days(2), hour=20)
    await opened.job("reminders")
    await deliver(opened, server)
    assert [one["Subject"].partition(":")[0] for one in server.taken] == [
        "You are invited", "You are invited", "A reminder",
    ]  # fmt: skip
    for letter in server.taken:
        words = " ".join(letter.get_content().split())
        assert 0 < words.index(told["who_sees"]) < words.index(told["notice"])


async def test_revoking_takes_back_the_mail_that_waits(opened: Asking) -> None:
    link = await opened.link(address="rater@example.org")
    assert await waiting(opened) == 1
    await opened.client.post(f"{opened.path}/invitations/{link.invitation_id}/revoke")
    assert await waiting(opened) == 0


async def test_whoever_invites_sees_which_address_refused_the_mail(opened: Asking, server: MailServer) -> None:
    server.recipient = lambda address: "550 5.1.1 no such user" if address.startswith("typo") else TAKEN
    for address in ("typo@example.org", "rater@example.org"):
        await opened.invite(address=address)
    await deliver(opened, server)
    listed = (await opened.client.get(f"{opened.path}/invitations")).json()["items"]
    assert {one["address"]: one["undelivered"] for one in listed} == {
        "typo@example.org": "550 5.1.1 no such user", "rater@example.org": None}  # fmt: skip


async def test_reminders_go_once_a_mark_to_those_who_have_not_submitted_with_one_more_link(
    opened: Asking, server: MailServer
) -> None:
    await opened.invite(address="late@example.org")
    await opened.invite(address="done@example.org")
    await opened.link()
    await deliver(opened, server)
    by_address = {str(server.taken[n]["To"]): link_of(server, n) for n in range(2)}
    done, late = by_address["done@example.org"], by_address["late@example.org"]
    await opened.save(done, "c1", 1, 3)
    await opened.submit(done)
    server.taken.clear()
    for at, expected in (
        (moment(LAST - days(8)), 0), (moment(LAST - days(7), 8), 0), (moment(LAST - days(7), 9), 1),
        (moment(LAST - days(7), 15), 1), (moment(LAST - days(6)), 1), (moment(LAST - days(2), 10), 2),
        (moment(LAST + days(1)), 2),
    ):  # fmt: skip
        opened.at = at
        await opened.job("reminders")
        await deliver(opened, server)
        assert (at, len(server.taken)) == (at, expected)
    assert {str(one["To"]) for one in server.taken} == {"late@example.org"}
    assert server.taken[0]["Subject"] == "A reminder: Ready in autumn?"
    opened.at = moment(LAST)
    assert (await opened.read(late)).status_code == 200, "the first link holds, too"
    assert (await opened.read(link_of(server))).status_code == 200


async def test_reminders_and_renewals_get_along_with_saves(opened: Asking) -> None:
    await opened.invite(20, address="rater@example.org")
    links = await opened.invite(20)
    opened.at = moment(LAST - days(7))
    path = f"{opened.path}/invitations"
    answers = await asyncio.gather(
        *(opened.save(link, "c1", 1, 3) for link in links),
        *(opened.client.post(f"{path}/{link.invitation_id}/renew") for link in links[:5]),
        opened.job("reminders"),
        *(opened.save(link, "c2", 1, True) for link in links[5:]),
    )
    assert {one.status_code for one in answers if one is not None} <= {200, 201, 404}
    assert await waiting(opened) == 40


async def test_reminders_of_a_closed_assessment_are_not_sent(opened: Asking) -> None:
    await opened.invite(address="late@example.org")
    await opened.client.post(f"{opened.path}/end", headers=ANY)
    before = await waiting(opened)
    opened.at = moment(LAST - days(7))
    await opened.job("reminders")
    assert await waiting(opened) == before


async def test_a_clerk_enters_a_paper_which_counts_as_submitted_and_is_marked(opened: Asking) -> None:
    paper = {"role": "teacher", "language": "es", "answers": [{"question": "c1", "value": 2},
             {"question": "c2", "said": "dont_know"}, {"question": "u2", "value": "on paper"}]}  # fmt: skip
    headers = {"Idempotency-Key": "paper-1"}
    entered = [await opened.client.post(f"{opened.path}/paper", json=paper, headers=headers) for _ in range(2)]
    assert [(one.status_code, one.json()["answers"]) for one in entered] == [(201, 3), (201, 3)]
    (listed,) = (await opened.client.get(f"{opened.path}/invitations")).json()["items"]
    assert (listed["kind"], listed["entered_as"]) == ("paper", "paper")
    assert listed["entered_by"].startswith("test-client-of-")
    (invitation,) = entered[0].json()["invitation_ids"]
    assert (await opened.client.post(f"{opened.path}/invitations/{invitation}/revoke")).status_code == 409


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"role": "student"}, "/answers/0/question"), ({"language": "fr"}, "/language"),
     ({"consented": True}, "/consented"), ({"answers": [{"question": "c1", "value": 9}]}, "/answers/0/value"),
     ({"answers": []}, "/answers"),
     ({"answers": [{"question": "c1", "value": 1}] * 2}, "/answers/1/question"),
     ({"role": "family"}, "/answers/0/question")],
)  # fmt: skip
async def test_a_paper_with_a_mistake_is_not_entered(opened: Asking, change: dict[str, Any], pointer: str) -> None:
    paper = {"role": "teacher", "answers": [{"question": "c1", "value": 2}], **change}
    refused = await opened.client.post(f"{opened.path}/paper", json=paper)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_sheet_enters_a_rater_a_row(opened: Asking) -> None:
    header, teacher = "role;language;consented;c1;c2;t1;u2;s1;s2", "teacher;es;;3;yes;2.5;words, words;;"
    sheet = f"{header}\n{teacher}\nstudent;;yes;;;;;no;dont_know\n"
    headers = {"Content-Type": "text/csv"}
    entered = await opened.client.post(f"{opened.path}/sheet", content=sheet, headers=headers)
    assert (entered.status_code, entered.json()["answers"]) == (201, 6)
    listed = (await opened.client.get(f"{opened.path}/invitations")).json()["items"]
    assert {(one["role"], one["language"], one["consented"], one["entered_as"]) for one in listed} == {
        ("teacher", "es", False, "sheet"), ("student", "en", True, "sheet")}  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "pointer"),
    [("role,c1\nteacher,3\ncook,3\n", "/3/role"), ("role,c1\nteacher,9\n", "/2/c1"), ("role,c1\nteacher,x\n", "/2/c1"),
     ("role,s1\nteacher,yes\n", "/2/s1"), ("role,s2\nstudent,yes\n", "/2/s2"),
     ("role,c1,language\nteacher,1,fr\n", "/2/language"),
     ("role,c1,consented\nteacher,1,yes\n", "/2/consented"), ("role,c1\nteacher,\n", "/2"), ("c1\n3\n", ""),
     ("role,name\nteacher,Rosa\n", ""), ("role,c1\n", ""), ("role,c1\nfamily,3\n", "/2/c1")],
)  # fmt: skip
async def test_a_sheet_with_a_mistake_enters_nobody(opened: Asking, sheet: str, pointer: str) -> None:
    headers = {"Content-Type": "text/csv"}
    refused = await opened.client.post(f"{opened.path}/sheet", content=sheet, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), refused.text
    assert (await opened.client.get(f"{opened.path}/invitations")).json()["items"] == []


async def test_nothing_is_entered_before_or_after_the_window(opened: Asking) -> None:
    paper = {"role": "teacher", "answers": [{"question": "c1", "value": 2}]}
    for at in (moment(FIRST - days(1)), moment(LAST + days(1))):
        opened.at = at
        assert (await opened.client.post(f"{opened.path}/paper", json=paper)).status_code == 409
