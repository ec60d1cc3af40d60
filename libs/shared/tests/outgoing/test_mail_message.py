"""A message as it travels: what is read is what was written, and nothing that people type adds a header."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.outgoing.mail.message import Mail, Sender, as_bytes, as_html, ensure_address

SENDER = Sender("no-reply@trellis.example", "Trellis – Bücher")
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MESSAGE_ID = "<0190a000-0000-7000-8000-00000000000a@trellis.example>"


def mail(**more: object) -> Mail:
    content: dict[str, object] = {"address": "rater@example.org", "subject": "Hello", "text": "Hello."}
    return Mail(**{**content, **more})  # type: ignore[arg-type]


def parsed(sent: bytes) -> EmailMessage:
    message = email.message_from_bytes(sent, policy=email.policy.SMTPUTF8)
    assert isinstance(message, EmailMessage)
    return message


def test_names_subjects_and_texts_of_any_script_arrive_as_they_were_written() -> None:
    written = mail(
        name='Núñez, José "J"', subject="¿Listos? " + "Готовы? " * 20 + "!", text="Señor\n\n<b>&</b>", language="es"
    )
    sent = as_bytes(written, SENDER, MESSAGE_ID, NOW)
    assert sent.isascii(), "for servers without 8BITMIME"
    message = parsed(sent)
    assert message["To"].addresses[0].display_name == 'Núñez, José "J"'
    assert (message["Subject"], message["Content-Language"]) == (written.subject, "es")
    assert message["From"].addresses[0].display_name == SENDER.name
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().splitlines() == written.text.splitlines()


def test_the_html_shows_the_text_and_no_markup_of_its_writer() -> None:
    html = as_html(mail(text='One <script>x</script> & "two".\nThree.\n\nSee https://x.example/i/a?b=1&c="2".'))
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &quot;two&quot;.<br>\nThree." in html
    assert '<a href="https://x.example/i/a?b=1&amp;c=">' in html
    assert html.count("<p>") == 2


@pytest.mark.parametrize("language", ["en\r\nBcc: a@b.example", '"><script>', ""])
def test_a_language_is_a_tag(language: str) -> None:
    with pytest.raises(ValueError, match="language"):
        mail(language=language)


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x00", "\u2028", "\x0b"])
@pytest.mark.parametrize("field", ["subject", "name", "address"])
def test_a_line_break_in_what_becomes_a_header_is_refused(field: str, break_: str) -> None:
    typed = {"address": f"a{break_}Bcc:@example.org"}.get(field, f"Hello{break_}Bcc: other@example.org")
    with pytest.raises(ValueError, match=r"line break|no mail address|half a character"):
        mail(**{field: typed})


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_a_message_has_its_own_headers_and_one_recipient(subject: str, name: str) -> None:
    try:
        written = mail(subject=subject, name=name)
    except ValueError:
        return
    message = parsed(as_bytes(written, SENDER, MESSAGE_ID, NOW))
    assert sorted(name.lower() for name in message) == [
        "auto-submitted", "content-language", "content-type", "date", "from", "message-id", "mime-version",
        "subject", "to",
    ]  # fmt: skip
    assert [one.addr_spec for one in message["To"].addresses] == ["rater@example.org"]


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "@b.example", "a@b@c.example", "a b@c.example", "a,b@c.example", "<a@b.example>", "a@b..example",
     ".a@b.example", "a..b@c.example", "a@-b.example", f"{'a' * 65}@b.example", "a@b.example\n", "A <a@b.example>",
     "a@[127.0.0.1]", "a;b@c.example"],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        ensure_address(address)


@pytest.mark.parametrize("address", ["a@b.example", "josé@bücher.example", "o'neil+x@k12.example", "用户@例子.example"])
def test_addresses_of_any_script_are_taken(address: str) -> None:
    ensure_address(address)


def test_an_address_to_unsubscribe_at_is_there_only_where_it_is_given_and_is_never_encoded() -> None:
    link = f"https://trellis.example/u/{'a' * 300}"
    sent = as_bytes(mail(unsubscribe=link), SENDER, MESSAGE_ID, NOW)
    assert f"List-Unsubscribe: <{link}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode() in sent
    assert b"Unsubscribe" not in as_bytes(mail(), SENDER, MESSAGE_ID, NOW)
    for typed in ("http://x.example", "https://x.example/ b", "https://x.example/\r\nBcc: a@b.example", "javascript:x"):
        with pytest.raises(ValueError, match="unsubscribe"):
            mail(unsubscribe=typed)
