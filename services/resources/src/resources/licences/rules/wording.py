"""Attributions in words, as plain text: a line for each work, in English or Spanish."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from resources.licences.rules.attribution import Attribution, CitedLicence, Credit
from resources.licences.rules.licence import Kind
from resources.licences.rules.others import ALL_RIGHTS_RESERVED, PARTNERSHIP

Language = Literal["en", "es"]

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows: a title with one could make a line read as another."""


class _Words(NamedTuple):
    """The sentences of one language; braces stand for what is credited."""

    title: str
    untitled: str
    by: str
    and_: str
    and_before_i: str
    """Spanish says *e* before the sound of an i."""
    unknown: str
    made_of: str
    source: str
    licensed: str
    dedicated: str
    marked: str
    reserved: str
    partners: str
    unset: str
    text_goes_along: str
    changes: str


_WORDS: dict[Language, _Words] = {
    "en": _Words(
        title="“{}”",
        untitled="Untitled work",
        by="{} by {}",
        and_=" and ",
        and_before_i=" and ",
        unknown="an unnamed author",
        made_of="Made of: {}",
        source="Source: {}.",
        licensed="Licensed under {}.",
        dedicated="Dedicated to the public domain: {}.",
        marked="Free of known copyright: {}.",
        reserved="All rights reserved.",
        partners="For partner districts under an agreement; the public has no licence.",
        unset="No licence is set.",
        text_goes_along="The text of the licence goes along with every copy.",
        changes="Changes: {}.",
    ),
    "es": _Words(
        title="«{}»",
        untitled="Obra sin título",
        by="{}, de {}",
        and_=" y ",
        and_before_i=" e ",
        unknown="autoría sin nombrar",
        made_of="A partir de: {}",
        source="Fuente: {}.",
        licensed="Con licencia {}.",
        dedicated="Dedicada al dominio público: {}.",
        marked="Sin derechos de autor conocidos: {}.",
        reserved="Todos los derechos reservados.",
        partners="Para distritos asociados mediante un acuerdo; el público no tiene licencia.",
        unset="No se ha fijado ninguna licencia.",
        text_goes_along="El texto de la licencia acompaña a cada copia.",
        changes="Cambios: {}.",
    ),
}


def attribution_text(attribution: Attribution, language: Language) -> str:
    """Returns a line for the part itself, and one for each work that it was made of. Whatever the titles and names
    hold, a credit is one line.
    """
    words = _WORDS[language]
    own, *lineage = (_sentences(one, words) for one in attribution.credits)
    return "\n".join([own, *(words.made_of.format(one) for one in lineage)])


def _sentences(credit: Credit, words: _Words) -> str:
    title = _line(credit.title or "")
    names = [name for one in credit.authors if (name := _line(one))]
    what = words.by.format(words.title.format(title) if title else words.untitled, _listed(names, words))
    sentences = [what if what.endswith(".") else f"{what}."]
    if source := _line(credit.source or ""):
        sentences.append(words.source.format(source))
    sentences.append(_licence(credit.licence, words))
    if credit.licence.text_goes_along:
        sentences.append(words.text_goes_along)
    if changes := _line(credit.changes or "").rstrip("."):
        sentences.append(words.changes.format(changes))
    return " ".join(sentences)


def _licence(licence: CitedLicence, words: _Words) -> str:
    name = licence.name if licence.url is None else f"{licence.name} ({licence.url})"
    match licence.kind:
        case Kind.LICENCE:
            return words.licensed.format(name)
        case Kind.DEDICATION:
            return words.dedicated.format(name)
        case Kind.MARK:
            return words.marked.format(name)
        case Kind.UNLICENSED:
            return {ALL_RIGHTS_RESERVED: words.reserved, PARTNERSHIP: words.partners}.get(
                licence.licence_id, words.unset
            )


def _listed(names: Sequence[str], words: _Words) -> str:
    """Ana, Ben and Carla."""
    if not names:
        return words.unknown
    *others, last = names
    if not others:
        return last
    before_i = last.casefold().startswith(("i", "hi", "í", "hí")) and not last.casefold().startswith("hie")
    return f"{', '.join(others)}{words.and_before_i if before_i else words.and_}{last}"


def _line(text: str) -> str:
    """The text on one line, without control characters and marks that turn it."""
    spaced = " ".join(text.split())
    return "".join(
        one for one in spaced if unicodedata.category(one) not in ("Cc", "Cs") and one not in _TURNING
    ).strip()
