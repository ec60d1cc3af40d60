"""What raters are told before the first question: who will see what, and what their instrument adds for their role."""

from __future__ import annotations

from typing import NamedTuple

from readiness.common.rules.roles import Role
from readiness.instruments.rules.instrument import Instrument
from readiness.instruments.rules.words import in_language

OUR_LANGUAGE = "en"
"""In which we write to whom we have no words in their own."""

_IN = {
    "en": "You need not answer. Nobody is told whether, when or what you answered: figures of your role are shown only "
    "where {minimum} or more have answered. Whoever the district charges with keeping the result can count the answers "
    "of fewer, and reviewers whom the district names read what you write and the evidence that you show; both without "
    "your name. The result of your district may become a public record.",
    "es": "No tiene que responder. A nadie se le dice si respondió, cuándo ni qué: las cifras de su grupo se muestran "
    "solo si responden {minimum} o más. Quien custodia el resultado por encargo del distrito puede contar también las "
    "respuestas de menos personas, y quienes el distrito nombra para revisar leen lo que usted escribe y la evidencia "
    "que muestra, siempre sin su nombre. El resultado de su distrito puede llegar a ser un documento público.",
}


class Notice(NamedTuple):
    """Who will see what, with the language it is in; and the instrument's own words for the role, which may be none."""

    who_sees: str
    language: str
    own: str


def _our_language(language: str) -> str:
    """Returns the language that we write in to whoever reads this one."""
    tag = language.partition("-")[0]
    return tag if tag in _IN else OUR_LANGUAGE


def usual_notices(minimum: int) -> dict[str, str]:
    """Returns what all raters of a role with this minimum are told, in each language that we have words in."""
    return {language: words.format(minimum=minimum) for language, words in _IN.items()}


def notice_for(instrument: Instrument, role: Role, language: str) -> Notice:
    """Returns what raters of the role are told. What an instrument says of its own never takes the place of ours."""
    terms = next(one for one in instrument.roles if one.role == role)
    ours = _our_language(language)
    own = in_language(terms.notice, language, instrument.base_language)[0]
    return Notice(usual_notices(terms.minimum)[ours], ours, own)
