"""What a district decides about pace and reviews."""

from dataclasses import dataclass
from typing import Literal

Basis = Literal["dates", "rate", "hand"]


@dataclass(frozen=True, slots=True)
class PaceRules:
    """How a district reckons pace. Percentages are of what is due (by dates) or of the rate needed (by rate).

    Less than `behind_below` is behind. `ahead_from` or more is ahead; by dates nothing due may be missing then, and
    what counts beyond is mastered before its date. By rate a learner is on pace in the first `grace_days` of the year,
    when one item more or less would decide. `by` "hand" reckons nothing. Raises ValueError for numbers out of range.
    """

    by: Basis = "dates"
    behind_below: int = 90
    ahead_from: int = 110
    grace_days: int = 14

    def __post_init__(self) -> None:
        if not 1 <= self.behind_below <= 100 <= self.ahead_from <= 1000:
            raise ValueError("behind_below is 1 to 100 and ahead_from 100 to 1000 percent")
        if not 0 <= self.grace_days <= 90:
            raise ValueError("grace_days is 0 to 90")


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """After how many days somebody is reminded. Days are of 24 hours; holidays are not known.

    `asked` and `taken` are for educators, and repeat every `again` days; `returned` is for the learner and comes once.
    From `leaders` days on a school's leaders are told as well. Raises ValueError for less than one day.
    """

    asked: int = 3
    taken: int = 7
    returned: int = 14
    again: int = 1
    leaders: int = 14

    def __post_init__(self) -> None:
        if min(self.asked, self.taken, self.returned, self.again, self.leaders) < 1:
            raise ValueError("reminders come after one day or more")
