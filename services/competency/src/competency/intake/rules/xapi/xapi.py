"""xAPI statements, 1.0.3 and 2.0, as evidence: who (an account), what (an item's activity), how well, when.

Verbs are free: whatever was done, a score or a success on an item's activity is evidence. Completion and duration are
not, and are not read: time spent is never an input. Names and addresses of people are refused, not dropped in silence.
Sources: IEEE 9274.1.1 (xAPI 2.0); xAPI 1.0.3 part 2, sections 2.2 to 2.5 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from competency.common.uris import UNSAFE_SCHEME
from competency.frameworks.rules.case.text import UnreadablePackage, parse, pointer_step
from competency.intake.rules.xapi.identity import fingerprint, minted_id
from competency.intake.rules.xapi.score import BadScore, read_result
from competency.intake.rules.xapi.statement import (
    Account,
    Homes,
    ItemNamed,
    Read,
    Refusal,
    StatedEvidence,
    StatedVoiding,
    XapiCode,
)
from shared.values import identifiers

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

PROPERTIES = frozenset(
    {
        "id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version",
        "attachments",
    }
)  # fmt: skip
_PERSONAL = ("mbox", "mbox_sha1sum", "openid")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_AT_THE_END = re.compile(rf"(?:/|^urn:uuid:)({_UUID.pattern})/?$", re.IGNORECASE)
_IRI = re.compile(rf"(?!{UNSAFE_SCHEME})[A-Za-z][A-Za-z0-9+.\-]*:\S+")
VERSIONS = r"1\.0(?:\.[0-9]+)?|2\.0(?:\.[0-9]+)?"
_VERSION = re.compile(VERSIONS)
_MAX_IRI = 2000
_LONGEST_OCCASION = 200


class _Refused(Exception):
    def __init__(self, code: XapiCode, steps: tuple[str | int, ...], reason: str) -> None:
        self.code, self.steps, self.reason = code, steps, reason


def validate_version(header: str | None) -> str | None:
    """Returns why a request with this `X-Experience-API-Version` cannot be read; None where it can."""
    if header is not None and _VERSION.fullmatch(header.strip()):
        return None
    return "send the header X-Experience-API-Version with 1.0.3 or 2.0.0"


def answered_version(header: str | None) -> str:
    """The version that an answer to this header names: of the same edition, the newest where there is none."""
    return "1.0.3" if header is not None and header.strip().startswith("1.0") else "2.0.0"


def read_statements(raw: bytes, homes: Homes, received: datetime, *, named: UUID | None = None) -> list[Read]:
    """The statements of a request body, one or a list, each read or refused by itself.

    `received` (aware) stands for the moment of a statement that has an id but no timestamp; `named` is the id of the
    one statement of a PUT. Raises UnreadablePackage for what is no JSON, or neither an object nor a list.
    """
    value = parse(raw)
    if named is not None:
        if not isinstance(value, dict) or str(value.get("id", named)).lower() != str(named):
            raise UnreadablePackage("", "expected one statement, whose id, if it has one, is that of the address")
        return [read_statement(value | {"id": str(named)}, 0, homes, received)]
    if isinstance(value, dict):
        return [read_statement(value, 0, homes, received)]
    if not isinstance(value, list) or not value:
        raise UnreadablePackage("", "expected a statement, or a list of one statement or more")
    return [read_statement(one, position, homes, received) for position, one in enumerate(value)]


def read_statement(value: object, position: int, homes: Homes, received: datetime) -> Read:
    """The statement at this place of a request, as the evidence or the voiding it is, or why it is neither."""
    statement_id: UUID | None = None
    try:
        statement = _object(value, (), XapiCode.STATEMENT)
        if others := [name for name in statement if name not in PROPERTIES]:
            raise _Refused(XapiCode.STATEMENT, (others[0],), "no property of a statement")
        statement_id = _statement_id(statement)
        return _read(statement, statement_id, position, homes, received)
    except _Refused as refused:
        pointer = "".join(pointer_step(step) for step in (position, *refused.steps))
        return Refusal(position, statement_id, refused.code, pointer, refused.reason)


def _read(
    statement: Mapping[str, object], given: UUID | None, position: int, homes: Homes, received: datetime
) -> StatedEvidence | StatedVoiding:
    moment = _timestamp(statement.get("timestamp"))
    if given is None and moment is None:
        raise _Refused(XapiCode.IDENTIFIER, ("id",), "give the statement an id, or a timestamp that tells it apart")
    content = fingerprint(statement, moment)
    statement_id = given or minted_id(content)
    when = (moment or received).astimezone(UTC)
    learner = _account(statement.get("actor"), ("actor",), homes)
    verb = _iri(_object(statement.get("verb"), ("verb",), XapiCode.VERB).get("id"), ("verb", "id"), XapiCode.VERB)
    about = _object(statement.get("object"), ("object",), XapiCode.OBJECT)
    if verb == VOIDED:
        return StatedVoiding(position, statement_id, content, _voided(about), when)
    item = _item(about)
    try:
        result = read_result(statement.get("result"))
    except BadScore as bad:
        raise _Refused(XapiCode.SCORE, ("result", *bad.steps), bad.reason) from None
    if result is None:
        reason = "a result with a score or a success is needed: having done something does not show how well"
        raise _Refused(XapiCode.NO_RESULT, ("result",), reason)
    occasion = ("xAPI " + (verb.rstrip("/#").replace("#", "/").rpartition("/")[2] or verb))[:_LONGEST_OCCASION]
    observer = _observer(statement.get("context"), homes)
    return StatedEvidence(position, statement_id, content, learner, item, result, when, occasion, observer)


def _statement_id(statement: Mapping[str, object]) -> UUID | None:
    if "id" not in statement:
        return None
    found = statement["id"]
    if not isinstance(found, str) or not _UUID.fullmatch(found):
        raise _Refused(XapiCode.IDENTIFIER, ("id",), "the id of a statement is a UUID")
    return UUID(found)


def _timestamp(found: object) -> datetime | None:
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found) if isinstance(found, str) and "T" in found else None
        if moment is not None and moment.tzinfo is not None and not str(found).endswith(("-00:00", "-0000", "-00")):
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    reason = "a timestamp is a moment with its zone, such as 2026-01-31T09:30:00Z (and -00:00 is no zone)"
    raise _Refused(XapiCode.TIME, ("timestamp",), reason)


def _account(found: object, steps: tuple[str, ...], homes: Homes) -> Account:
    actor = _object(found, steps, XapiCode.ACTOR)
    if actor.get("objectType", "Agent") != "Agent":
        raise _Refused(XapiCode.ACTOR, (*steps, "objectType"), "evidence is of one learner: send an Agent, no Group")
    if personal := [name for name in _PERSONAL if name in actor]:
        reason = "learners are named by an account (homePage and name), never by an address"
        raise _Refused(XapiCode.PERSONAL, (*steps, personal[0]), reason)
    account = _object(actor.get("account"), (*steps, "account"), XapiCode.ACTOR)
    home, name = account.get("homePage"), account.get("name")
    if not isinstance(home, str) or not _IRI.fullmatch(home):
        raise _Refused(
            XapiCode.ACTOR, (*steps, "account", "homePage"), "the home page of the account's system is missing"
        )
    if not isinstance(name, str):
        raise _Refused(
            XapiCode.ACTOR, (*steps, "account", "name"), "the account's name, the learner's id there, is missing"
        )
    if home.rstrip("/") == homes.own.rstrip("/"):
        if not _UUID.fullmatch(name):
            raise _Refused(XapiCode.ACTOR, (*steps, "account", "name"), "with our home page the name is our learner id")
        return Account(home, name, UUID(name))
    return Account(
        _part(home, identifiers.source, (*steps, "account", "homePage")),
        _part(name, identifiers.sourced_id, (*steps, "account", "name")),
    )


def _part(found: str, keep: Callable[[str], str], steps: tuple[str, ...]) -> str:
    """A part of an identifier in the form in which rostering keeps it."""
    try:
        return keep(found)
    except ValueError as problem:
        raise _Refused(XapiCode.ACTOR, steps, f"this {problem}") from None


def _observer(found: object, homes: Homes) -> Account | None:
    """The instructor, where an account names one; who observed is welcome to know and no reason to refuse."""
    instructor = found.get("instructor") if isinstance(found, dict) else None
    try:
        return None if instructor is None else _account(instructor, ("context", "instructor"), homes)
    except _Refused as refused:
        if refused.code is XapiCode.PERSONAL:
            raise
        return None


def _item(about: Mapping[str, object]) -> ItemNamed:
    if about.get("objectType", "Activity") != "Activity":
        raise _Refused(XapiCode.OBJECT, ("object", "objectType"), "evidence is on an Activity: the address of an item")
    uri = _iri(about.get("id"), ("object", "id"), XapiCode.OBJECT)
    at_the_end = _AT_THE_END.search(uri)
    return ItemNamed(uri, UUID(at_the_end[1]) if at_the_end else None)


def _voided(about: Mapping[str, object]) -> UUID:
    target = about.get("id")
    if about.get("objectType") != "StatementRef" or not isinstance(target, str) or not _UUID.fullmatch(target):
        raise _Refused(
            XapiCode.OBJECT, ("object",), "what is voided is named by a StatementRef with the statement's id"
        )
    return UUID(target)


def _object(found: object, steps: tuple[str, ...], code: XapiCode) -> Mapping[str, object]:
    if isinstance(found, dict):
        return found
    raise _Refused(code, steps, "an object is expected here" if found is not None else "this is missing")


def _iri(found: object, steps: tuple[str, ...], code: XapiCode) -> str:
    if isinstance(found, str) and len(found) <= _MAX_IRI and _IRI.fullmatch(found):
        return found
    raise _Refused(code, steps, "an absolute address (IRI) is expected here, of no scheme that runs or opens things")
