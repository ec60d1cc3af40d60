"""What is written to raters: invitations and reminders, in their language."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from readiness.instruments.rules.notice import Notice


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
        ignore="No tiene que participar. Cuando haya enviado sus respuestas, puede borrar este mensaje.",
    ),
}
_HELLO = {"en": "Hello,", "es": "Hola:"}


def invitation_letter(title: str, first: date, last: date, link: str, notice: Notice) -> Letter:
    """Returns the letter with a rater's link, in the language of the notice."""
    return _letter(title, link, last, notice, first=first)


def reminder_letter(title: str, last: date, link: str, notice: Notice) -> Letter:
    """Returns the letter to a rater who has not submitted."""
    return _letter(title, link, last, notice, first=None)


def _letter(title: str, link: str, last: date, notice: Notice, *, first: date | None) -> Letter:
    words = _IN[notice.language]
    if first is None:
        subject, days = words.reminded, words.until.format(last=last.isoformat())
    else:
        subject, days = words.invited, words.days.format(first=first.isoformat(), last=last.isoformat())
    asked = f"{words.asked.format(title=title)} {days}"
    told = (notice.who_sees, notice.own) if notice.own else (notice.who_sees,)
    paragraphs = (_HELLO[notice.language], asked, f"{words.link}\n{link}", words.own, *told, words.ignore)
    return Letter(subject.format(title=title), "\n\n".join(paragraphs), notice.language)
