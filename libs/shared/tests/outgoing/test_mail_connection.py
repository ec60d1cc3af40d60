"""How a mail server is spoken to: encrypted, signed in, in its scripts; and what of it may be set."""

import ssl
from pathlib import Path

import pytest
from pydantic import ValidationError

from libs.shared.tests.outgoing.mail_server import TAKEN, MailServer, mail_server
from libs.shared.tests.outgoing.mailing import Clock, delivery, mail, queue, settings_of, stored
from libs.shared.tests.tls_front import make_certificate
from shared.db.database import Database
from shared.settings import MailSettings

PASSWORD = "a-password-that-nobody-may-read"


async def test_addresses_of_other_scripts_need_a_server_that_takes_them(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    await queue(app, clock, mail("josé@bücher.example", name="José Núñez"), mail("jose@bücher.example"))
    async with mail_server(utf8=False) as old:
        assert await delivery(worker, old, clock).send_due() == 2
        assert [one.rcpt_tos for one in old.envelopes] == [["jose@xn--bcher-kva.example"]]
    (dead,) = await stored(worker)
    assert "SMTPUTF8" in (dead.reason or "")
    await queue(app, clock, mail("josé@bücher.example", name="José Núñez"))
    assert await delivery(worker, server, clock).send_due() == 1
    assert server.envelopes[0].rcpt_tos == ["josé@xn--bcher-kva.example"]
    assert server.taken[0]["To"].addresses[0].display_name == "José Núñez"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """Of localhost, for a client to trust; and the server's side of it."""
    public, key = make_certificate(tmp_path, "localhost")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, key)
    return public, context


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_tls_is_spoken_with_a_server_whose_certificate_we_trust_and_with_no_other(
    app: Database, worker: Database, clock: Clock, certificate: tuple[Path, ssl.SSLContext], tls: str
) -> None:
    public, context = certificate
    await queue(app, clock, mail())
    async with mail_server(certificate=context, implicit=tls == "implicit") as server:
        with_tls = {"tls": tls, "host": "localhost"}
        assert await delivery(worker, server, clock, **with_tls).send_due() is None, "an authority nobody knows"
        assert [one.attempts for one in await stored(worker)] == [0]
        assert await delivery(worker, server, clock, **with_tls, tls_ca=str(public)).send_due() == 1
        assert len(server.taken) == 1
        assert tls == "implicit" or server.encrypted == [True]


async def test_we_sign_in_and_no_log_tells_the_password_or_who_is_written_to(
    app: Database,
    worker: Database,
    clock: Clock,
    certificate: tuple[Path, ssl.SSLContext],
    capsys: pytest.CaptureFixture[str],
) -> None:
    public, context = certificate
    await queue(app, clock, mail(), mail("nobody@example.org"))
    async with mail_server(certificate=context, password=PASSWORD) as server:
        server.recipient = lambda one: "550 no nobody@example.org" if one.startswith("nobody") else TAKEN
        ours = {"tls": "starttls", "host": "localhost", "tls_ca": str(public), "username": "trellis"}
        assert await delivery(worker, server, clock, **ours, password="wrong").send_due() is None
        assert {one.attempts for one in await stored(worker)} == {0}, "no fault of the messages"
        assert await delivery(worker, server, clock, **ours, password=PASSWORD).send_due() == 2
        assert len(server.taken) == 1
    said = capsys.readouterr()
    assert "mail.given_up" in said.out
    for secret in (PASSWORD, "wrong", "rater@", "nobody@", "x.example/secret"):
        assert secret not in said.out + said.err


async def test_without_starttls_at_the_server_nothing_is_sent_where_it_is_demanded(
    app: Database, worker: Database, server: MailServer, clock: Clock
) -> None:
    await queue(app, clock, mail())
    assert await delivery(worker, server, clock, tls="starttls").send_due() is None
    assert server.taken == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"from_address": ""}, "FROM_ADDRESS"), ({"from_name": "A\r\nBcc: b@c.example"}, "FROM_NAME"),
     ({"username": "a"}, "come together"), ({"username": "a", "password": "b"}, "in plain"),
     ({"tls": "perhaps"}, "tls")],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        settings_of(25, **wrong)


def test_without_a_host_there_is_nothing_to_set() -> None:
    assert MailSettings().host is None
