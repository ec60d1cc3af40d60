"""Reading one record of a package field by field: what can be understood is repaired, and every repair is noted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import quote

from competency.common.uris import is_unsafe, is_uri
from competency.frameworks.rules.case.text import UnreadablePackage, pointer_step
from competency.frameworks.rules.framework import Defect, DefectCode
from shared.values.words import is_visible

# One finding per record would drown a report; a hostile package must not fill memory with them either.
MAX_LISTED = 1000

_INT32 = range(-(2**31), 2**31)
# Ten digits hold every number of 32 bits, and a float holds every number of ten digits.
_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,10}(?:\.0+)?\s*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Shown(str):
    """Words of ours about what stood somewhere, where the value itself would say too little."""

    __slots__ = ()


Step = str | int
Steps = tuple[Step, ...]


class Findings:
    """What an import had to repair. One repair in the same place of many records is one finding, counted."""

    def __init__(self) -> None:
        self._first: dict[tuple[Steps, DefectCode, str], tuple[str, str]] = {}
        self._times: Counter[tuple[Steps, DefectCode, str]] = Counter()
        self._unlisted = 0

    def note(self, steps: Steps, code: DefectCode, found: object, done: str) -> None:
        """Notes what stood at the place that `steps` lead to, from the top of the text."""
        place = (tuple(["*" if isinstance(step, int) or step.isdigit() else step for step in steps]), code, done)
        if place not in self._first:
            if len(self._first) >= MAX_LISTED:
                self._unlisted += 1
                return
            self._first[place] = (pointer_of(steps)[:300], shown(found))
        self._times[place] += 1

    def defects(self) -> tuple[Defect, ...]:
        listed = [
            Defect(pointer, found, place[2], place[1], self._times[place])
            for place, (pointer, found) in self._first.items()
        ]
        if self._unlisted:
            found = f"{self._unlisted} further findings"
            listed.append(Defect("", found, "mended, not listed", DefectCode.UNLISTED, self._unlisted))
        return tuple(listed)


class Fields:
    """The fields of one object of a package. `close` reports every field that nobody read."""

    __slots__ = ("_outer", "_steps", "_unread", "findings", "values")

    def __init__(
        self, findings: Findings, values: Mapping[str, object], steps: Steps = (), outer: Fields | None = None
    ) -> None:
        self.findings = findings
        self.values = values
        # A pointer is put together only where something has to be noted: most fields are sound.
        self._steps = steps
        self._outer = outer
        self._unread = set(values)

    @property
    def steps(self) -> Steps:
        """The way here from the top of the text."""
        return self._steps if self._outer is None else self._outer.steps + self._steps

    @property
    def pointer(self) -> str:
        return pointer_of(self.steps)

    def take(self, name: str) -> object:
        """Returns the value as it stands; None where it is absent, or null (which is noted)."""
        value = self.values.get(name)
        if value is not None:
            self._unread.discard(name)
        elif name in self._unread:
            self._unread.discard(name)
            self.note(name, DefectCode.NULL, None, "null: taken as absent")
        return value

    def note(self, name: Step, code: DefectCode, found: object, done: str) -> None:
        self.findings.note((*self.steps, name), code, found, done)

    def note_here(self, code: DefectCode, found: object, done: str) -> None:
        self.findings.note(self.steps, code, found, done)

    def take_away(self, name: str) -> None:
        """Has the field read as absent from here on; whoever takes it away has noted why."""
        self.values = {other: value for other, value in self.values.items() if other != name}
        self._unread.discard(name)

    def ignore(self, *names: str) -> None:
        for name in names:
            self._unread.discard(name)

    def leave_out(self, name: str, code: DefectCode, done: str) -> None:
        if name in self.values:
            self.note(name, code, self.values[name], f"left out: {done}")
            self._unread.discard(name)

    def close(self) -> None:
        if not self._unread:
            return
        for name in self.values:
            if name == "extensions":
                self.leave_out(name, DefectCode.EXTENSION, "extension data is not kept")
            elif name in self._unread:
                self.leave_out(name, DefectCode.UNKNOWN_FIELD, "no field of CASE 1.1")

    def within(self, name: str, values: Mapping[str, object]) -> Fields:
        return Fields(self.findings, values, (name,), self)

    def objects(self, name: str) -> Iterator[Fields]:
        """Returns the members of a list of objects. Raises UnreadablePackage where it is no list."""
        members = self.take(name)
        if members is None:
            return
        steps = (*self.steps, name)
        if not isinstance(members, list):
            raise UnreadablePackage(pointer_of(steps), f"expected a list, found {shown(members)}")
        for position, member in enumerate(members):
            if isinstance(member, dict):
                yield Fields(self.findings, member, (name, position), self)
            else:
                self.findings.note((*steps, position), DefectCode.WRONG_TYPE, member, "left out: not an object")

    def text(self, name: str) -> str | None:
        # Most of what is asked for is text or absent, and a package asks half a million times.
        found = self.values.get(name)
        if isinstance(found, str):
            self._unread.discard(name)
            return found
        return self._as_text(name, self.take(name)) if name in self.values else None

    def required_text(self, name: str, *instead: str) -> str:
        """Returns the text, or that of the first field of `instead` that has one, or empty: nothing is invented.

        A text of which nothing can be seen is as good as none. Only an empty one that nothing stands in for passes
        without a word: that is how what CASE requires and its publisher never said is given out.
        """
        text = self.text(name)
        if text is not None and (is_visible(text) or (text == "" and not instead)):
            return text
        was = "missing" if text is None else "nothing in it can be seen"
        for other in instead:
            found = self.values.get(other)
            if isinstance(found, str) and is_visible(found):
                self.note(name, DefectCode.MISSING, text, f"{was}: taken from {other}")
                return found
        self.note(name, DefectCode.MISSING, text, f"{was}: left empty")
        return ""

    def optional_texts(self, attributes: Mapping[str, str]) -> dict[str, str | None]:
        """Returns the text of each of these fields that is there, under the attribute that it is stored in."""
        return {attribute: self.text(name) for name in self.values if (attribute := attributes.get(name)) is not None}

    def texts(self, name: str, misspelt: str | None = None) -> tuple[str, ...]:
        if misspelt is not None and misspelt in self.values and name not in self.values:
            self.note(misspelt, DefectCode.MISSPELT, self.values[misspelt], f"read as {name}")
            name = misspelt
        found = self.take(name) if name in self.values else None
        if found is None:
            return ()
        if not isinstance(found, list):
            self.note(name, DefectCode.WRONG_TYPE, found, "one value: made a list")
            found = [found]
        texts = [member if isinstance(member, str) else self._as_text(name, member) for member in found]
        return tuple([text for text in texts if text is not None])

    def number(self, name: str) -> Decimal | None:
        found = self.take(name)
        if found is None:
            return None
        try:
            if isinstance(found, bool) or not isinstance(found, int | float | str):
                raise ValueError
            # Through float, since that is all a number of JSON promises to carry.
            number = Decimal(repr(float(found)))
            if not number.is_finite():
                raise ValueError
        except (ValueError, OverflowError):
            self.note(name, DefectCode.UNREADABLE, found, "left out: not a number")
            return None
        if isinstance(found, str):
            self.note(name, DefectCode.WRONG_TYPE, found, "text read as a number")
        return number

    def integer(self, name: str) -> int | None:
        """Returns a whole number of 32 bits, also from text such as "7" (OpenSALT) or from 7.0."""
        found = self.take(name)
        if found is None:
            return None
        whole: int | None = None
        if isinstance(found, int) and not isinstance(found, bool):
            whole = found
        elif isinstance(found, float | str) and _WHOLE.fullmatch(str(found)):
            whole = int(float(found))
        if whole is None or whole not in _INT32:
            self.note(name, DefectCode.UNREADABLE, found, "left out: not a whole number of 32 bits")
            return None
        if not isinstance(found, int):
            self.note(name, DefectCode.WRONG_TYPE, found, "read as a whole number")
        return whole

    def instant(self, name: str, fallback: datetime) -> datetime:
        """Returns the moment in UTC; `fallback` where there is none."""
        found = self.take(name)
        try:
            moment = datetime.fromisoformat(found.strip()) if isinstance(found, str) else None
            if moment is not None and moment.tzinfo is None:
                self.note(name, DefectCode.NO_TIME_ZONE, found, "no time zone: taken as UTC")
                return moment.replace(tzinfo=UTC)
            if moment is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        code = DefectCode.MISSING if found is None else DefectCode.UNREADABLE
        self.note(name, code, found, f"no moment: {fallback.isoformat()} put in its place")
        return fallback

    def day(self, name: str) -> date | None:
        found = self.text(name)
        if found is None:
            return None
        try:
            moment = datetime.fromisoformat(found.strip())
        except ValueError:
            self.note(name, DefectCode.UNREADABLE, found, "left out: not a date")
            return None
        if moment.date().isoformat() != found:
            self.note(name, DefectCode.WRONG_TYPE, found, "read as a date")
        return moment.date()

    def uri(self, name: str = "uri") -> str | None:
        """Returns the URI to the letter where it is one (RFC 3986); else percent-encoded where it has to be."""
        found = self.text(name)
        if found is None or is_uri(found):
            return found
        if is_unsafe(found):
            self.note(name, DefectCode.BAD_URI, found, "left out: whoever follows it runs or opens what it says")
            return None
        repaired = quote(found.strip(), safe=":/?#@!$&'()*+,;=%~", errors="replace")
        repaired = _STRAY_PERCENT.sub("%25", repaired)
        if not is_uri(repaired):
            self.note(name, DefectCode.BAD_URI, found, "left out: not a URI")
            return None
        self.note(name, DefectCode.BAD_URI, found, "characters that a URI may not hold were percent-encoded")
        return repaired

    def _as_text(self, name: str, found: object) -> str | None:
        if found is None or isinstance(found, str):
            return found
        if isinstance(found, int | float) and not isinstance(found, bool):
            self.note(name, DefectCode.WRONG_TYPE, found, "number read as text")
            return str(found)
        self.note(name, DefectCode.WRONG_TYPE, found, "left out: not text")
        return None


def pointer_of(steps: Steps) -> str:
    return "".join([pointer_step(step) for step in steps])


def shown(value: object) -> str:
    """Returns the value for a report: short whatever it is, and never descending into it."""
    if isinstance(value, Shown):
        return str(value)
    if isinstance(value, dict):
        return f"an object of {len(value)} fields"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if value is None:
        return "nothing"
    if isinstance(value, int) and abs(value) >= 10**40:
        return "a number of more than 40 digits"
    text = repr(value[:81]) if isinstance(value, str) else repr(value)
    return text if len(text) <= 83 else text[:80] + "…"
