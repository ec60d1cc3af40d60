"""A badge as linked data in its one canonical form, which is what a Data Integrity proof signs.

Sources: JSON-LD 1.1 (what an object says as RDF) and RDF Dataset Canonicalization 1.0, for trees of objects whose words
are known. What is outside of that is refused by name; nothing is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from competency.rules.credentials.terms import ANYWHERE, CONTEXTS, OF_EXTENSIONS, TYPES, Term, Terms
from competency.rules.credentials.vocabulary import EXTENSIONS_CONTEXT, Read, listed

Quad = tuple[str, str, str]
"""Subject, predicate and object as N-Quads writes them; all stand in the default graph."""

MOST_QUADS = 4_000
"""Of one credential."""

_DEEPEST = 16
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_IRI = re.compile(r"(?!_:)[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|\\^`]*")
# Implementations of the older form of canonicalization write these otherwise than those of the newer one.
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


class NotUnderstood(ValueError):
    """What it says cannot be told as linked data here; the message says what of it."""


def canonical(quads: Iterable[Quad]) -> str:
    """The quads as sorted N-Quads, in which nodes without an id are named by what is said of them.

    Raises NotUnderstood where equal things hang on one another, so that it would take a search to name them.
    """
    said = set(quads)
    mentions: dict[str, set[Quad]] = defaultdict(set)
    for quad in said:
        for node in _blank(quad):
            mentions[node].add(quad)
    alike: dict[str, list[str]] = defaultdict(list)
    for node, about in mentions.items():
        lines = sorted(_line(*("_:a" if part == node else _other(part) for part in quad)) for quad in about)
        alike[sha256("".join(lines).encode()).hexdigest()].append(node)
    ordered = sorted(alike.items(), key=lambda group: (len(group[1]) > 1, group[0]))
    for _, nodes in ordered:
        # Alike and tied to no other such node, they can stand for each other, and any order is the right one.
        if len(nodes) > 1 and any(other != node for node in nodes for quad in mentions[node] for other in _blank(quad)):
            raise NotUnderstood("parts of it cannot be told from one another")
    names = {node: f"_:c14n{number}" for number, node in enumerate(node for _, nodes in ordered for node in nodes)}
    return "".join(sorted(_line(*(names.get(part, part) for part in quad)) for quad in said))


def _blank(quad: Quad) -> list[str]:
    return [part for part in quad if part.startswith("_:")]


def _other(part: str) -> str:
    return "_:z" if part.startswith("_:") else part


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} {predicate} {value} .\n"


def quads_of(claims: Read) -> set[Quad]:
    """What the credential, or the proof of one, says under its `@context`. Raises NotUnderstood."""
    contexts = claims.get("@context")
    if contexts not in CONTEXTS:
        raise NotUnderstood("its @context is none of those that are read here")
    reading = _Reading({**TYPES, **OF_EXTENSIONS} if EXTENSIONS_CONTEXT in listed(contexts) else TYPES)
    reading.node({name: value for name, value in claims.items() if name != "@context"}, 0)
    return reading.quads


class _Reading:
    def __init__(self, types: Mapping[str, tuple[str, Terms]]) -> None:
        self._types = types
        self._unnamed = 0
        self.quads: set[Quad] = set()

    def node(self, said: Read, depth: int) -> str:
        """The node that the object is about."""
        if depth > _DEEPEST or not said:
            raise NotUnderstood("it is nested too deeply, or holds an empty object")
        terms = self._terms(said)
        if "id" in said:
            subject = _iri(said["id"], "id")
        else:
            subject, self._unnamed = f"_:b{self._unnamed}", self._unnamed + 1
        for name in listed(said.get("type")):
            self._say(subject, _TYPE, f"<{self._types[name][0]}>")
        for name, value in said.items():
            if name not in ("id", "type"):
                for told in self._values(terms.get(name), name, value, depth):
                    self._say(subject, f"<{terms[name].iri}>", told)
        return subject

    def _terms(self, said: Read) -> Terms:
        terms = dict(ANYWHERE)
        for name in listed(said.get("type")):
            if not isinstance(name, str) or name not in self._types:
                raise NotUnderstood(f"it has a type that is not read here: {_quoted(name)}")
            for word, term in self._types[name][1].items():
                if terms.setdefault(word, term) != term:
                    raise NotUnderstood(f"the word {_quoted(word)} has two meanings in it")
        return terms

    def _values(self, term: Term | None, name: str, value: object, depth: int) -> Iterator[str]:
        if term is None:
            raise NotUnderstood(f"it has a word that is not read here: {_quoted(name)}")
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping) and term.takes in ("node", "link"):
                yield self.node(one, depth + 1)
            elif isinstance(one, str) and term.takes == "link":
                yield _iri(one, name)
            elif isinstance(one, bool) and term.takes == "flag":
                yield _literal(str(one).lower(), name, term)
            elif isinstance(one, str) and term.takes == "text":
                yield _literal(one, name, term)
            else:
                raise NotUnderstood(f"{_quoted(name)} holds what is not read there")

    def _say(self, subject: str, predicate: str, value: str) -> None:
        self.quads.add((subject, predicate, value))
        if len(self.quads) > MOST_QUADS:
            raise NotUnderstood("it says more than is read here")


def _iri(value: object, name: str) -> str:
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        raise NotUnderstood(f"{_quoted(name)} holds no IRI")
    return f"<{value}>"


def _literal(text: str, name: str, term: Term) -> str:
    if _CONTROL.search(text):
        raise NotUnderstood(f"{_quoted(name)} holds a control character")
    quoted = f'"{text.translate(_ESCAPED)}"'
    return quoted if term.datatype is None else f"{quoted}^^<{term.datatype}>"


def _quoted(name: object) -> str:
    return f"“{str(name)[:60]}”"
