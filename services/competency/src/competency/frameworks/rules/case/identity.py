"""Identifiers of a package: kept where possible, else minted anew; every pointer follows."""

from __future__ import annotations

import json
import re
from collections import Counter
from urllib.parse import quote
from uuid import UUID, uuid5

from competency.common.uris import is_uri
from competency.frameworks.rules.case.fields import Fields
from competency.frameworks.rules.framework import DefectCode, Link, Node

# The document and its items share one space, since an association may point at either.
NODE = "node"

# CASE 1.1 admits UUIDs of versions 1 to 5 only: a UUIDv7 is no identifier of CASE.
_PATTERN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_AT_THE_END = re.compile(_PATTERN.pattern + r"$", re.IGNORECASE)
_TARGET = re.compile(r"CASE|ext:[a-zA-Z0-9.\-_]+")


_WHY = {
    (True, True): (DefectCode.IDENTIFIER_DUPLICATE, "used before"),
    (False, True): (DefectCode.IDENTIFIER_UNUSABLE, "no identifier of CASE"),
    (False, False): (DefectCode.IDENTIFIER_MISSING, "missing"),
}


def is_identifier(text: str) -> bool:
    """Whether it is an identifier of CASE, in lower case."""
    return _PATTERN.fullmatch(text) is not None


class Identifiers:
    """The identifiers one package uses, by kind of record.

    What is minted is a UUIDv5 under a namespace (the document's identifier, once that is settled): of the
    unusable identifier itself where there is one, so that the next edition of the framework mints the same;
    of the record's content where there is none, or where another record has it already. Importing a package
    again therefore mints nothing new. A record whose identifier is another's loses a `uri` that is the other's as well;
    what points at the identifier means the other, unless it names the address that this one keeps.
    """

    def __init__(self, namespace: UUID) -> None:
        self._namespace = namespace
        self._used: dict[tuple[str, str], object] = {}  # with the address of whoever has it
        self._minted: dict[tuple[str, str], str] = {}
        self._moved: dict[tuple[str, str, str], str] = {}  # by the identifier of before, and the address that is kept
        self._copies: Counter[tuple[str, str]] = Counter()

    def mint_under(self, namespace: UUID) -> None:
        self._namespace = namespace

    def settle(self, kind: str, fields: Fields) -> UUID:
        """Returns the identifier of this record from now on, noted where it is not the one that was found."""
        found = fields.take("identifier")
        text = found.strip() if isinstance(found, str) else ""
        usable = _PATTERN.fullmatch(text.lower()) is not None
        if usable and (kind, text.lower()) not in self._used:
            if found != text.lower():
                fields.note("identifier", DefectCode.IDENTIFIER_CASE, found, "written in lower case")
            return self._use(kind, text.lower(), fields)
        if not usable and text and (kind, text) not in self._minted:
            identifier = self._mint(kind, f"identifier\n{text}")
            self._minted[kind, text] = identifier
        else:
            identifier = self._mint(kind, f"content\n{_content(fields)}")
        code, why = _WHY[usable, bool(text)]
        done = f"{why}: minted {identifier}"
        holder = text.lower() if usable else self._minted.get((kind, text), "")
        if holder and holder != identifier:
            done += self._tell_apart(kind, holder, identifier, fields)
        fields.note("identifier", code, found, done)
        return self._use(kind, identifier, fields)

    def _tell_apart(self, kind: str, holder: str, identifier: str, fields: Fields) -> str:
        """Tells a record from the holder of its identifier by its address; returns what to say of that."""
        address = fields.values.get("uri")
        if not isinstance(address, str):
            return ""
        if address == self._used[kind, holder] or holder in address.lower():
            fields.take_away("uri")
            return "; its uri is the other's, and goes with it"
        self._moved[kind, holder, address] = identifier
        return ""

    def follow(self, kind: str, text: str, address: str | None) -> str:
        """Returns what a pointer to `text` at this address has to say now."""
        if not self._minted and not self._moved and _PATTERN.fullmatch(text):
            return text
        lower = text.strip().lower()
        now = self._minted.get((kind, text.strip())) or (lower if _PATTERN.fullmatch(lower) else text)
        return now if address is None else self._moved.get((kind, now, address), now)

    def link(self, fields: Fields, name: str, kind: str) -> Link | None:
        """Returns a pointer to a record of `kind`; None, and noted, where no identifier can be made out."""
        if (sound := _sound(fields, name)) and _PATTERN.fullmatch(key := self.follow(kind, sound[1], sound[2])):
            return Link(sound[0], UUID(key), sound[2])
        inner = _pointer(fields, name)
        if inner is None:
            return None
        identifier, uri = self._target(inner, kind)
        if identifier is None or not _PATTERN.fullmatch(identifier):
            fields.note(
                name, DefectCode.IDENTIFIER_UNUSABLE, fields.values[name], "left out: it names no identifier of CASE"
            )
            return None
        title = inner.required_text("title")
        inner.ignore("targetType")
        inner.close()
        return Link(title, UUID(identifier), uri)

    def links(self, fields: Fields, name: str, kind: str) -> tuple[Link, ...]:
        found = fields.take(name) if name in fields.values else None
        if found is None:
            return ()
        members = found if isinstance(found, list) else [found]
        if not isinstance(found, list):
            fields.note(name, DefectCode.WRONG_TYPE, found, "one value: made a list")
        # A list is read as an object whose names are its positions, so that pointers come out right.
        listed = fields.within(name, {str(position): member for position, member in enumerate(members)})
        links = [self.link(listed, position, kind) for position in listed.values]
        return tuple(link for link in links if link is not None)

    def node(self, fields: Fields, name: str) -> Node | None:
        """Returns an end of an association, inside the package or outside; None where it points nowhere."""
        if sound := _sound(fields, name):
            return Node(sound[0], self.follow(NODE, sound[1], sound[2]), sound[2])
        inner = _pointer(fields, name)
        if inner is None:
            return None
        identifier, uri = self._target(inner, NODE)
        if identifier is None:
            return None
        if uri is None and (NODE, identifier) not in self._used:
            scheme = "urn:uuid:" if _PATTERN.fullmatch(identifier) else "local:"
            uri = scheme + quote(identifier, safe="", errors="replace")
            done = f"missing, and the end lies outside: {scheme} put before its identifier"
            inner.note("uri", DefectCode.MISSING, None, done)
        target_type = inner.text("targetType")
        if target_type is not None and not _TARGET.fullmatch(target_type):
            inner.note("targetType", DefectCode.UNREADABLE, target_type, "left out: neither CASE nor an extension")
            target_type = None
        title = inner.required_text("title")
        inner.close()
        return Node(title, identifier, uri, target_type)

    def knows_node(self, identifier: str) -> bool:
        return (NODE, identifier) in self._used

    def _target(self, inner: Fields, kind: str) -> tuple[str | None, str | None]:
        identifier, uri = inner.text("identifier"), inner.uri()
        if not identifier and uri is not None:
            at_the_end = _AT_THE_END.search(uri)
            identifier = at_the_end.group() if at_the_end else uri
            inner.note("identifier", DefectCode.MISSING, None, "missing: taken from the URI")
        return (self.follow(kind, identifier, uri) if identifier else None), uri

    def _use(self, kind: str, identifier: str, fields: Fields) -> UUID:
        self._used[kind, identifier] = fields.values.get("uri")
        return UUID(identifier)

    def _mint(self, kind: str, meaning: str) -> str:
        while True:
            self._copies[kind, meaning] += 1
            identifier = str(uuid5(self._namespace, f"{kind}\n{self._copies[kind, meaning]}\n{meaning}"))
            if (kind, identifier) not in self._used:
                return identifier


def _sound(fields: Fields, name: str) -> tuple[str, str, str] | None:
    """Returns the title, identifier and URI of a pointer that is as it should be; None of another. Nearly all are, and
    they are most of a package, so they are read without further ado.
    """
    found = fields.values.get(name)
    if not isinstance(found, dict) or len(found) != 3:
        return None
    title, identifier, uri = found.get("title"), found.get("identifier"), found.get("uri")
    if isinstance(title, str) and isinstance(identifier, str) and identifier and isinstance(uri, str) and is_uri(uri):
        fields.ignore(name)
        return title, identifier, uri
    return None


def _pointer(fields: Fields, name: str) -> Fields | None:
    if name not in fields.values:
        return None
    found = fields.take(name)
    if isinstance(found, dict):
        return fields.within(name, found)
    if isinstance(found, list) and len(found) == 1:
        fields.note(name, DefectCode.WRONG_TYPE, found, "a list of one: taken out of its list")
        found = found[0]
    if isinstance(found, str):
        fields.note(name, DefectCode.WRONG_TYPE, found, "a bare address: read as a link")
        found = {"uri": found}
    if isinstance(found, dict):
        return fields.within(name, found)
    if found is not None:
        fields.note(name, DefectCode.WRONG_TYPE, found, "left out: not a link")
    return None


def _content(fields: Fields) -> str:
    # Without the moment of change: a record published again unchanged keeps its minted identifier.
    content = {name: value for name, value in fields.values.items() if name != "lastChangeDateTime"}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
