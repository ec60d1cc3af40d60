"""What is wrong in a draft, by the place of its field."""

import re

from markupsafe import Markup

from dashboards.readiness.forms import Sending
from dashboards.readiness.instruments.answers import Draft, Problem
from dashboards.readiness.refusals import Said

_PART = re.compile(r"/sections/(\d+)(?:/questions/(\d+))?")


class Marks:
    """Problems of a draft as it stands, and what is said about the form that was sent."""

    def __init__(self, draft: Draft | None, sending: Sending) -> None:
        self._problems = draft.problems if draft else []
        self._sending = sending

    def at(self, place: str) -> Markup | None:
        """What is wrong at this place, and at places below it that have no field of their own."""
        return self._said([one for one in self._problems if _is_below(one.pointer, place)], self._sent(place))

    def just(self, *places: str) -> Markup | None:
        """What is wrong at just these places."""
        sent = [said for place, said in self._errors() if place in places]
        return self._said([one for one in self._problems if one.pointer in places], sent)

    def below(self, place: str) -> list[Problem]:
        return [one for one in self._problems if _is_below(one.pointer, place)]

    def count(self, place: str) -> int:
        return len(self.below(place))

    def form_of(self, pointer: str) -> str:
        """The form of the editor that has the field at this place."""
        found = _PART.match(pointer)
        if found is None:
            return "" if pointer in ("", "/sections") else "/about"
        section, question = found.groups()
        return f"/sections/{section}" + (f"/questions/{question}" if question else "")

    @property
    def refused(self) -> int:
        """How many stand in the way of publication."""
        return sum(one.refused for one in self._problems)

    def _errors(self) -> list[tuple[str, Said]]:
        return self._sending.others() if self._sending.outcome is not None else []

    def _sent(self, place: str) -> list[Said]:
        return [said for pointer, said in self._errors() if _is_below(pointer, place)]

    def _said(self, problems: list[Problem], sent: list[Said]) -> Markup | None:
        standing = [Said(f"{one.problem[:1].upper()}{one.problem[1:]}.", "en") for one in problems]
        return Markup(" ").join([*sent, *standing]) or None


def _is_below(pointer: str, place: str) -> bool:
    return pointer == place or pointer.startswith(f"{place}/")
