"""Codes that every page has to say, in words."""

import re
from collections.abc import Callable, Mapping

from dashboards.kit.localisation import Localisation

_WHOLE_NUMBER = re.compile(r"0*([1-9][0-9]?)")


def _marked(message: str) -> str:
    """Marks a message for the catalogues; it is translated when it is said."""
    return message


gettext: Callable[[str], str] = _marked

ROLES: Mapping[str, str] = {
    "learner": gettext("Learner"),
    "family": gettext("Family"),
    "educator": gettext("Educator"),
    "leader": gettext("Leader"),
    "operator": gettext("Operator"),
    "system": gettext("System"),
}
"""What somebody is at these pages."""

GRADES: Mapping[str, str] = {
    "IT": gettext("Infants and toddlers"),
    "PR": gettext("Preschool"),
    "PK": gettext("Prekindergarten"),
    "TK": gettext("Transitional kindergarten"),
    "KG": gettext("Kindergarten"),
    "13": gettext("Grade 13"),
    "PS": gettext("After secondary school"),
    "UG": gettext("No grade"),
}
"""Grades that have a name, by the codes of the Common Education Data Standards that OneRoster takes."""


def role(l10n: Localisation, code: str) -> str:
    return l10n.gettext(ROLES[code])


def grade(l10n: Localisation, code: str) -> str:
    """A grade in words: `03` is "Grade 3", `KG` is "Kindergarten". A district's own code is shown as it is."""
    if named := GRADES.get(code.upper()):
        return l10n.gettext(named)
    if found := _WHOLE_NUMBER.fullmatch(code):
        return l10n.gettext("Grade %(grade)s", grade=found[1])
    return code
