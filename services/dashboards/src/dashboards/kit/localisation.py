"""Words, numbers and days as a reader of a district writes them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from babel.numbers import format_decimal, format_percent, format_scientific
from babel.support import NullTranslations

from shared.values.calendar import day_of, zone_named

Region = Literal["US", "MX"]
Number = int | float | Decimal

_THOUSANDTH, _HUNDREDTH = Decimal("0.001"), Decimal("0.01")
"""The last places that pages show, of numbers and of shares."""
_VAST = 15
"""Numbers with more digits than these are written with a power of ten."""


def region_of(zone: str) -> Region:
    """The region whose way of writing a district follows. It chooses with its calendar's zone: `America/Monterrey` is
    of Mexico. Everybody else writes as in the United States.
    """
    return "MX" if get_global("zone_territories").get(zone) == "MX" else "US"


def way_of_writing(language: str) -> Literal["ltr", "rtl"]:
    """In which direction a language is written, as `dir` attributes have it."""
    try:
        return "rtl" if Locale.parse(language, sep="-").text_direction == "rtl" else "ltr"
    except (ValueError, UnknownLocaleError):
        return "ltr"


def language_name(language: str) -> str:
    """What a language is called in itself."""
    try:
        return Locale.parse(language, sep="-").get_display_name() or language
    except (ValueError, UnknownLocaleError):
        return language


def half_up(value: Number, place: Decimal) -> Decimal:
    """To the last place that is shown, halves up, as everybody learned it; formatting would round halves to even."""
    exact = Decimal(str(value))
    return exact if _is_vast(exact) else exact.quantize(place, ROUND_HALF_UP)


def _is_vast(value: Decimal) -> bool:
    return value.adjusted() >= _VAST


@cache
def _locale(language: str, territory: str) -> Locale:
    return Locale(language, territory=territory)


@lru_cache(maxsize=4096)
def _number(rounded: Decimal, locale: Locale) -> str:
    """A page of charts writes the same figures many times."""
    return (format_scientific if _is_vast(rounded) else format_decimal)(rounded, locale=locale)


@cache
def _zone_words(zone: str, locale: Locale) -> str:
    """What people call a zone: "Pacific Time"; by its city where it has no such name."""
    aliases = get_global("zone_aliases")
    known_as = (zone, aliases.get(zone, zone), *(name for name, other in aliases.items() if other == zone))
    shared = next((found for name in known_as if (found := get_global("meta_zones").get(name))), None)
    return locale.meta_zones.get(shared, {}).get("long", {}).get("generic") or _city(zone, locale)


def _city(zone: str, locale: Locale) -> str:
    return str(get_timezone_location(zone_named(zone), locale=locale, return_city=True)).rpartition("/")[2]


@dataclass(frozen=True)
class Localisation:
    """`language` is the reader's, `zone` their district's; the district's region decides how numbers are written."""

    language: str
    zone: str
    translations: NullTranslations

    @property
    def locale(self) -> Locale:
        """Whoever reads English in Mexico reads it as it is written in the United States."""
        return _locale(self.language, region_of(self.zone) if self.language == "es" else "US")

    def gettext(self, message: str, **values: object) -> str:
        """A message of the catalogues, with its places filled."""
        found = self.translations.gettext(message)
        return found % values if values else found

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """A message that depends on how many there are; `%(count)s` stands for that number as people write it."""
        return self.translations.ngettext(one, many, count) % {"count": self.number(count), **values}

    def number(self, value: Number) -> str:
        return _number(half_up(value, _THOUSANDTH) + 0, self.locale)  # of what is less than nothing is left no sign

    def percent(self, share: Number) -> str:
        """A share of one as a percentage."""
        rounded = half_up(share, _HUNDREDTH)
        if _is_vast(rounded):
            return f"{format_scientific(rounded * 100, locale=self.locale)}%"
        return format_percent(rounded, locale=self.locale)

    def points(self, score: Number) -> str:
        """A score of 0 to 1 as points of a hundred; a share of people is a percentage, and never looks alike."""
        return self.number(half_up(Decimal(str(score)) * 100, Decimal("0.1")))

    def share(self, part: int, whole: int) -> str:
        """What part of the whole it is; of nothing, nothing."""
        return self.percent(Decimal(part) / whole if whole else 0)

    def day_of(self, value: date | datetime) -> date:
        """A moment's day on the district's calendar; a day is itself."""
        return day_of(value, self.zone) if isinstance(value, datetime) else value

    def iso_day(self, value: date | datetime) -> str:
        """As `datetime` attributes have it."""
        return self.day_of(value).isoformat()

    def day(self, value: date | datetime) -> str:
        return format_date(self.day_of(value), "medium", locale=self.locale)

    def weekday(self, value: date | datetime) -> str:
        """The day of the week as a line begins with it."""
        return str(format_date(self.day_of(value), "EEEE", locale=self.locale)).capitalize()

    def moment(self, value: datetime) -> str:
        """The day and the time of day in the district's zone."""
        return f"{self.day(value)}, {self._time(value)}"

    def period(self, start: datetime, end: datetime) -> str:
        """From a moment to another one, whose day is said where it is not the same."""
        until = self._time(end) if self.day_of(start) == self.day_of(end) else self.moment(end)
        return f"{self.moment(start)} – {until}"

    def zone_elsewhere(self, zone: str) -> str | None:
        """What people call a zone that is not the district's; None of its own. Where both are called the same, and may
        yet have other clocks in summer, it is called by its city.
        """
        if zone == self.zone:
            return None
        words = _zone_words(zone, self.locale)
        return _city(zone, self.locale) if words == _zone_words(self.zone, self.locale) else words

    def at_clocks_of(self, zone: str, words: str) -> str:
        """A time that was written by the clocks of a zone, with what that is called where it is not the district's."""
        elsewhere = self.zone_elsewhere(zone)
        return f"{words} ({elsewhere})" if elsewhere else words

    def clock(self, starts: str, ends: str) -> str:
        """From a time of the day to another one, which are written as 15:30."""
        return " – ".join(
            str(format_time(time.fromisoformat(at), "short", locale=self.locale)) for at in (starts, ends)
        )

    def _time(self, value: datetime) -> str:
        return str(format_time(value, "short", tzinfo=zone_named(self.zone), locale=self.locale))

    def month(self, value: date, *, with_year: bool = False) -> str:
        """A month's short name, as axes have it."""
        return format_skeleton("yMMM" if with_year else "MMM", value, locale=self.locale)

    def bytes(self, count: int) -> str:
        """The size of a file: in kilobytes up to a thousand of them, else in megabytes."""
        if count < 1_000_000:
            return f"{self.number(-(-count // 1000))} kB"
        return f"{self.number(half_up(Decimal(count) / 1_000_000, Decimal('0.1')))} MB"
