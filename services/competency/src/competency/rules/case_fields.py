"""Reading one record of a package field by field: what can be understood is mended, every repair noted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import quote

from competency.rules.case_text import UnreadablePackage, pointer_step
from competency.rules.framework import Defect

# One finding per record would drown a report; a hostile package must not fill memory with them either.
MAX_LISTED = 1000

_INDEX = re.compile(r"/\d+(?=/|$)")
_INT32 = range(-(2**31), 2**31)
_URI_CHARACTER = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://\[[0-9A-Fa-f:.]+\])?{_URI_CHARACTER}*"
    rf"(?:\?(?:{_URI_CHARACTER}|\?)*)?(?:#(?:{_URI_CHARACTER}|\?)*)?"
)
# Ten digits hold every number of 32 bits, and a float holds every number of ten digits.
_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,10}(?:\.0+)?\s*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Findings:
    """What an import had to mend. One repair in the same place of many records is one finding, counted."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], tuple[str, str]] = {}
        self._times: dict[tuple[str, str], int] = {}
        self._unlisted = 0

    def note(self, pointer: str, found: str, done: str) -> None:
        place = (_INDEX.sub("/*", pointer), done)
        if place not in self._first:
            if len(self._first) >= MAX_LISTED:
                self._unlisted += 1
                return
            self._first[place] = (pointer[:300], found)
        self._times[place] = self._times.get(place, 0) + 1

    def defects(self) -> tuple[Defect, ...]:
        listed = [
            Defect(pointer, found, done, self._times[pattern, done])
            for (pattern, done), (pointer, found) in self._first.items()
        ]
        if self._unlisted:
            found = f"{self._unlisted} further findings"
            listed.append(Defect("", found, "mended, not listed", self._unlisted))
        return tuple(listed)


class Fields:
    """The fields of one object of a package. `close` reports every field that nobody read."""

    def __init__(self, findings: Findings, pointer: str, values: Mapping[str, object]) -> None:
        self.findings = findings
        self.pointer = pointer
        self.values = values
        self._unread = dict.fromkeys(values)

    def take(self, name: str) -> object:
        """The value as it stands; None where it is absent, or null (which is noted)."""
        self._unread.pop(name, None)
        value = self.values.get(name)
        if value is None and name in self.values:
            self.note(name, None, "null: taken as absent")
        return value

    def note(self, name: str, found: object, done: str) -> None:
        self.findings.note(self.pointer + pointer_step(name), shown(found), done)

    def ignore(self, *names: str) -> None:
        for name in names:
            self._unread.pop(name, None)

    def close(self) -> None:
        for name in self._unread:
            known = name == "extensions"
            done = "left out: extension data is not kept" if known else "left out: no field of CASE 1.1"
            self.note(name, self.values[name], done)

    def within(self, name: str, values: Mapping[str, object]) -> Fields:
        return Fields(self.findings, self.pointer + pointer_step(name), values)

    def objects(self, name: str) -> Iterator[Fields]:
        """The members of a list of objects. Raises UnreadablePackage where it is no list."""
        members = self.take(name)
        pointer = self.pointer + pointer_step(name)
        if members is None:
            return
        if not isinstance(members, list):
            raise UnreadablePackage(pointer, f"expected a list, found {shown(members)}")
        for position, member in enumerate(members):
            if isinstance(member, dict):
                yield Fields(self.findings, pointer + pointer_step(position), member)
            else:
                self.findings.note(pointer + pointer_step(position), shown(member), "left out: not an object")

    def text(self, name: str) -> str | None:
        return self._as_text(name, self.take(name))

    def required_text(self, name: str, *instead: str) -> str:
        """The text, or that of the first field of `instead` that has one, or empty: nothing is invented."""
        text = self.text(name)
        if text is not None:
            return text
        for other in instead:
            found = self.values.get(other)
            if isinstance(found, str) and found:
                self.note(name, None, f"missing: taken from {other}")
                return found
        self.note(name, None, "missing: left empty")
        return ""

    def texts(self, name: str, misspelt: str | None = None) -> tuple[str, ...]:
        if misspelt is not None and misspelt in self.values and name not in self.values:
            self.note(misspelt, self.values[misspelt], f"read as {name}")
            name = misspelt
        found = self.take(name)
        if found is None:
            return ()
        if not isinstance(found, list):
            self.note(name, found, "one value: made a list")
            found = [found]
        texts = [self._as_text(name, member) for member in found if member is not None]
        return tuple(text for text in texts if text is not None)

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
            self.note(name, found, "left out: not a number")
            return None
        if isinstance(found, str):
            self.note(name, found, "text read as a number")
        return number

    def integer(self, name: str) -> int | None:
        """A whole number of 32 bits, also from text such as "7" (OpenSALT) or from 7.0."""
        found = self.take(name)
        if found is None:
            return None
        whole: int | None = None
        if isinstance(found, int) and not isinstance(found, bool):
            whole = found
        elif isinstance(found, float | str) and _WHOLE.fullmatch(str(found)):
            whole = int(float(found))
        if whole is None or whole not in _INT32:
            self.note(name, found, "left out: not a whole number of 32 bits")
            return None
        if not isinstance(found, int):
            self.note(name, found, "read as a whole number")
        return whole

    def instant(self, name: str, fallback: datetime) -> datetime:
        """The moment in UTC; `fallback` where there is none."""
        found = self.take(name)
        try:
            moment = datetime.fromisoformat(found.strip()) if isinstance(found, str) else None
            if moment is not None and moment.tzinfo is None:
                self.note(name, found, "no time zone: taken as UTC")
                return moment.replace(tzinfo=UTC)
            if moment is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        self.note(name, found, f"no moment: {fallback.isoformat()} put in its place")
        return fallback

    def day(self, name: str) -> date | None:
        found = self.text(name)
        if found is None:
            return None
        try:
            moment = datetime.fromisoformat(found.strip())
        except ValueError:
            self.note(name, found, "left out: not a date")
            return None
        if moment.date().isoformat() != found:
            self.note(name, found, "read as a date")
        return moment.date()

    def uri(self, name: str = "uri") -> str | None:
        """The URI to the letter where it is one (RFC 3986); else percent-encoded where it has to be."""
        found = self.text(name)
        if found is None or _URI.fullmatch(found):
            return found
        mended = quote(found.strip(), safe=":/?#@!$&'()*+,;=%~", errors="replace")
        mended = _STRAY_PERCENT.sub("%25", mended)
        if not _URI.fullmatch(mended):
            self.note(name, found, "left out: not a URI")
            return None
        self.note(name, found, "characters that a URI may not hold were percent-encoded")
        return mended

    def _as_text(self, name: str, found: object) -> str | None:
        if found is None or isinstance(found, str):
            return found
        if isinstance(found, int | float) and not isinstance(found, bool):
            self.note(name, found, "number read as text")
            return str(found)
        self.note(name, found, "left out: not text")
        return None


def shown(value: object) -> str:
    """A value for a report: short whatever it is, and never descending into it."""
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
