"""What is written to raters: invitations and reminders, in their language."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Letter(NamedTuple):
    """A letter, and the language it is in."""

    subject: str
    text: str
    language: str


class _Words(NamedTuple):
    invited: str
    reminded: str
    asked: str
    days: str
    until: str
    link: str
    own: str
    private: str
    ignore: str


_IN = {
    "en": _Words(
        invited="You are invited: {title}",
        reminded="A reminder: {title}",
        asked="you are asked to take part in “{title}”.",
        days="You can answer from {first} to {last}, that day included.",
        until="You can answer until {last}, that day included.",
        link="This is your personal link:",
        own="It is yours alone: please do not pass it on. You can stop and go on later, on any device.",
        private="Before the first question you read who will see what. Nobody is told whether or when you answered.",
        ignore="You need not take part. Once you have sent your answers, you can delete this message.",
    ),
    "es": _Words(
        invited="Le invitamos a participar: {title}",
        reminded="Un recordatorio: {title}",
        asked="le pedimos que participe en «{title}».",
        days="Puede responder del {first} al {last}, ese día incluido.",
        until="Puede responder hasta el {last}, ese día incluido.",
        link="Este es su enlace personal:",
        own="Es solo suyo: no lo comparta, por favor. Puede parar y seguir más tarde, en cualquier dispositivo.",
        private="Antes de la primera pregunta leerá quién verá qué. A nadie se le dice si respondió ni cuándo.",
        ignore="No tiene que participar. Cuando haya enviado sus respuestas, puede borrar este mensaje.",
    ),
}
_HELLO = {"en": "Hello,", "es": "Hola:"}
OUR_LANGUAGE = "en"


def invitation_letter(language: str, title: str, first: date, last: date, link: str) -> Letter:
    """Returns the letter with a rater's link; in English where we have no words in their language."""
    return _letter(language, title, link, last, first=first)


def reminder_letter(language: str, title: str, last: date, link: str) -> Letter:
    """Returns the letter to a rater who has not submitted."""
    return _letter(language, title, link, last, first=None)


def _letter(language: str, title: str, link: str, last: date, *, first: date | None) -> Letter:
    tag = language.partition("-")[0]
    tag = tag if tag in _IN else OUR_LANGUAGE
    words = _IN[tag]
    if first is None:
        subject, days = words.reminded, words.until.format(last=last.isoformat())
    else:
        subject, days = words.invited, words.days.format(first=first.isoformat(), last=last.isoformat())
    # The title is put in last: braces in it are its own.
    paragraphs = (_HELLO[tag], f"{words.asked} {days}", f"{words.link}\n{link}", words.own, words.private, words.ignore)
    text = "\n\n".join(paragraphs).replace("{title}", title)
    return Letter(subject.replace("{title}", title), text, tag)
