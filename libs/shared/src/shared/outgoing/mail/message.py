"""A message as it is decided, and as it travels. Pure.

Nothing that people typed can add a header: what stands in one is one line, and an address is one address.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from html import escape

from shared.values.words import one_line, written

LONGEST_ADDRESS = 254
LONGEST_NAME = 200
LONGEST_SUBJECT = 300
LONGEST_TEXT = 50_000

_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\u0000-\u001f\u007f-\u009f]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,253}")
_DOMAIN = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_UNSUBSCRIBE = re.compile(r"(https://|mailto:)[\x21-\x3b\x3d\x3f-\x7e]{1,900}")


@dataclass(frozen=True, slots=True)
class Mail:
    """A message to one person. `text` is what is read, in `language`; a simple HTML is made of it. `unsubscribe` is an
    address by which the reader ends such messages (https: or mailto:), where they may.

    Raises ValueError, which says what is wrong, for what cannot be sent or would be more than it seems.
    """

    address: str
    subject: str
    text: str
    name: str = ""
    language: str = "en"
    unsubscribe: str | None = None

    def __post_init__(self) -> None:
        ensure_address(self.address)
        _ensure_line("name", self.name or "-", LONGEST_NAME)
        _ensure_line("subject", self.subject, LONGEST_SUBJECT)
        written(self.text, LONGEST_TEXT)
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError("the language is no tag such as en or zh-Hant")
        if self.unsubscribe is not None and not _UNSUBSCRIBE.fullmatch(self.unsubscribe):
            raise ValueError("the address to unsubscribe at is neither https: nor mailto:")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who messages come from."""

    address: str
    name: str = ""


def ensure_address(address: str) -> None:
    """Raises ValueError for what is not one plain mail address. Letters of any script may stand in it."""
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise ValueError("this is no mail address: write one as name@example.org")
    local, _, domain = address.rpartition("@")
    if local.startswith(".") or local.endswith(".") or ".." in local or _ascii_domain(domain) is None:
        raise ValueError("this is no mail address: write one as name@example.org")


def _ensure_line(what: str, value: str, longest: int) -> None:
    if one_line(value, longest) != value:  # of what it takes off, some ends a line for others
        raise ValueError(f"the {what} is not composed (NFC), or has blanks or a line break around it")


def envelope_address(address: str) -> str:
    """The address as the envelope has it: its domain in ASCII, as every server can read it."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{_ascii_domain(domain) or domain}"


def needs_utf8(*addresses: str) -> bool:
    """Whether the server has to take addresses that are not ASCII (SMTPUTF8, RFC 6531)."""
    return not all(envelope_address(address).isascii() for address in addresses)


def domain_of(address: str) -> str:
    return envelope_address(address).rpartition("@")[2]


def as_bytes(mail: Mail, sender: Sender, message_id: str, moment: datetime) -> bytes:
    """Returns the message as it travels."""
    policy = SMTPUTF8 if needs_utf8(sender.address, mail.address) else SMTP
    message = EmailMessage(policy=policy.clone(cte_type="7bit"))  # for servers without 8BITMIME
    message["From"] = _mailbox(sender.name, sender.address)
    message["To"] = _mailbox(mail.name, mail.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers it
    message.set_content(mail.text)
    message.add_alternative(as_html(mail), subtype="html")
    message["Content-Language"] = mail.language  # last: parts take over what of Content- they find
    return _unsubscribing(mail.unsubscribe) + message.as_bytes()


def _unsubscribing(address: str | None) -> bytes:
    """The headers of RFC 8058, written by hand: Python would encode a long address, which then is none."""
    if address is None:
        return b""
    at_once = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" if address.startswith("https:") else ""
    return f"List-Unsubscribe: <{address}>\r\n{at_once}".encode("ascii")


def as_html(mail: Mail) -> str:
    """Returns the text as a page: its paragraphs, lines and links, and nothing else."""
    paragraphs = "\n".join(f"<p>{_linked(part)}</p>" for part in re.split(r"\n\s*\n", mail.text.strip()))
    head = f'<meta charset="utf-8"><title>{escape(mail.subject)}</title>'
    body = f'<body dir="auto">\n{paragraphs}\n</body>'
    return f'<!doctype html>\n<html lang="{mail.language}"><head>{head}</head>{body}</html>\n'


def _linked(text: str) -> str:
    made, end = [], 0
    for found in _LINK.finditer(text):
        link = escape(found.group())
        made += [escape(text[end : found.start()]), f'<a href="{link}">{link}</a>']
        end = found.end()
    return "".join([*made, escape(text[end:])]).replace("\n", "<br>\n")


def _mailbox(name: str, address: str) -> Address:
    local, _, domain = envelope_address(address).rpartition("@")
    return Address(name, local, domain)


def _ascii_domain(domain: str) -> str | None:
    try:
        made = domain.encode("idna").decode().lower()
    except UnicodeError:
        return None
    return made if _DOMAIN.fullmatch(made) else None
