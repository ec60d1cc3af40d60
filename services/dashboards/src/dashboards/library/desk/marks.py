"""What is wrong with an item on the desk, by the place of its field."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from dashboards.common.labels import gettext
from dashboards.kit.localisation import Localisation
from dashboards.library.desk.answers import Problem
from dashboards.readiness.forms import Sending
from dashboards.readiness.refusals import Said

_LACKING: Mapping[str, str] = {
    "/description": gettext("Describe what it is for, so that others find it."),
    "/authors": gettext("Name who made it."),
    "/parts": gettext("Add words or a link: it has no part yet."),
}
"""What is said in the reader's language where the place has nothing."""


class Marks:
    """What resources refused of the form that was sent; of one that was not refused, what keeps the draft from being
    published.
    """

    def __init__(self, l10n: Localisation, sending: Sending, problems: Sequence[Problem], empty: Sequence[str]) -> None:
        self._sending, self._problems = sending, problems if sending.fields is None else []
        self._l10n, self._empty = l10n, empty

    def at(self, *pointers: str) -> Markup | None:
        found = self._sending.error(*pointers)
        said = [self._said(one) for one in self._problems if one.pointer in pointers]
        return found or Markup(" ").join(said) or None

    def below(self, pointer: str) -> Markup | None:
        """The same about a place and all below it that has no fields of its own."""
        found = self._sending.error_below(pointer)
        said = [self._said(one) for one in self._problems if f"{one.pointer}/".startswith(f"{pointer}/")]
        return found or Markup(" ").join(said) or None

    @property
    def count(self) -> int:
        """So many places keep the draft from being published."""
        return len(self._problems)

    def _said(self, problem: Problem) -> Said:
        if problem.pointer in self._empty and problem.pointer in _LACKING:
            return Said(self._l10n.gettext(_LACKING[problem.pointer]), self._l10n.language)
        return Said(problem.detail, "en")
