"""A badge as linked data in its one canonical form, which is what a Data Integrity proof signs.

Sources: JSON-LD 1.1 (what an object says as RDF) and RDF Dataset Canonicalization 1.0. What a badge says is told by our
own table of terms, word for word: what does not stand there is refused by name, where a JSON-LD processor would leave
it out without a sound. The canonical form is PyLD's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from competency.credentials.rules.terms import ANYWHERE, CONTEXTS, OF_EXTENSIONS, TYPES, Term, Terms
from competency.credentials.rules.vocabulary import EXTENSIONS_CONTEXT, AnyJson, MadeJson, listed

MOST_QUADS = 4_000
"""Of one credential."""
MOST_TANGLED = 64
"""Steps into things without ids that are alike. A credential of a stranger can be made so that it takes for ever to
name them (RDF Dataset Canonicalization, section on dataset poisoning); a badge takes a step for each of its pieces of
evidence that are alike.
"""
_DEEPEST = 16
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TEXT = "http://www.w3.org/2001/XMLSchema#string"
_IRI = re.compile(r"(?!_:)[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|\\^`]*")
# Implementations write these in more than one way, PyLD among them.
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")


class NotUnderstood(ValueError):
    """What it says cannot be told as linked data here; the message says what of it."""


class Part(NamedTuple):
    """A node by its id, a node that has none (by a name of ours), or a text."""

    kind: str
    value: str
    datatype: str = _TEXT

    def told(self) -> dict[str, str]:
        """Returns it in the form that PyLD reads."""
        told = {"type": self.kind, "value": self.value}
        return told | {"datatype": self.datatype} if self.kind == "literal" else told


class Quad(NamedTuple):
    """All stand in the default graph."""

    subject: Part
    predicate: str
    object: Part


def without_controls(claims: MadeJson) -> MadeJson:
    """Returns the claims with a blank for each control character, so that they can be told as linked data."""
    return {name: _without_controls(value) for name, value in claims.items()}


def _without_controls(value: object) -> object:
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)
    if isinstance(value, list):
        return [_without_controls(one) for one in value]
    return {name: _without_controls(one) for name, one in value.items()} if isinstance(value, dict) else value


def canonical(quads: Iterable[Quad]) -> str:
    """Returns the quads as sorted N-Quads, in which nodes without an id are named by what is said of them.

    Raises NotUnderstood where so many equal things hang on one another that it would take a search to name them.
    """
    told = [
        {
            "subject": quad.subject.told(),
            "predicate": {"type": "IRI", "value": quad.predicate},
            "object": quad.object.told(),
        }
        for quad in quads
    ]
    written: str = _canonical_class()().main({"@default": told}, {"format": "application/n-quads"})
    return written


@cache
def _canonical_class() -> Any:
    """PyLD's algorithm, which has no bound of its own. It is RDFC-1.0 by an older name.

    Imported once somebody asks: PyLD draws in an XML reader and an HTTP client, ten megabytes.
    """
    from pyld.canon import URDNA2015  # no types

    class Canonical(URDNA2015):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self._steps = 0

        def hash_n_degree_quads(self, id_: str, issuer: object) -> object:
            self._steps += 1
            if self._steps > MOST_TANGLED:
                raise NotUnderstood("too many parts of it cannot be told from one another")
            return super().hash_n_degree_quads(id_, issuer)

    return Canonical


def quads_of(claims: AnyJson) -> set[Quad]:
    """Returns what the credential, or the proof of one, says under its `@context`. Raises NotUnderstood."""
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

    def node(self, said: AnyJson, depth: int) -> Part:
        """Returns the node that the object is about."""
        if depth > _DEEPEST or not said:
            raise NotUnderstood("it is nested too deeply, or holds an empty object")
        terms = self._terms(said)
        if "id" in said:
            subject = _iri(said["id"], "id")
        else:
            subject, self._unnamed = Part("blank node", f"_:b{self._unnamed}"), self._unnamed + 1
        for name in _types(said):
            self._say(subject, _TYPE, Part("IRI", self._types[name][0]))
        for name, value in said.items():
            if name not in ("id", "type"):
                for told in self._values(terms.get(name), name, value, depth):
                    self._say(subject, terms[name].iri, told)
        return subject

    def _terms(self, said: AnyJson) -> Terms:
        terms = dict(ANYWHERE)
        for name in _types(said):
            if name not in self._types:
                raise NotUnderstood(f"it has a type that is not read here: {_quoted(name)}")
            for word, term in self._types[name][1].items():
                if terms.setdefault(word, term) != term:
                    raise NotUnderstood(f"the word {_quoted(word)} has two meanings in it")
        return terms

    def _values(self, term: Term | None, name: str, value: object, depth: int) -> Iterator[Part]:
        if term is None:
            raise NotUnderstood(f"it has a word that is not read here: {_quoted(name)}")
        if value == []:
            raise NotUnderstood(f"{_quoted(name)} holds nothing, which a proof would not cover")
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

    def _say(self, subject: Part, predicate: str, value: Part) -> None:
        self.quads.add(Quad(subject, predicate, value))
        if len(self.quads) > MOST_QUADS:
            raise NotUnderstood("it says more than is read here")


def _types(said: AnyJson) -> list[str]:
    types: list[str] = []
    for name in listed(said.get("type")):
        if not isinstance(name, str):
            raise NotUnderstood(f"it has a type that is not read here: {_quoted(name)}")
        types.append(name)
    if "type" in said and not types:
        raise NotUnderstood("“type” holds nothing, which a proof would not cover")
    return types


def _iri(value: object, name: str) -> Part:
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        raise NotUnderstood(f"{_quoted(name)} holds no IRI")
    return Part("IRI", value)


def _literal(text: str, name: str, term: Term) -> Part:
    if _CONTROL.search(text):
        raise NotUnderstood(f"{_quoted(name)} holds a control character")
    return Part("literal", text, term.datatype or _TEXT)


def _quoted(name: object) -> str:
    return f"“{str(name)[:60]}”"
