"""The two times for which a view is asked."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AsOf:
    """What had been shown by `observed`, as far as it was known at `known`. None: whatever has come in until now."""

    observed: datetime | None = None
    known: datetime | None = None

    @property
    def is_now(self) -> bool:
        """Whether no time is asked for."""
        return self.observed is None and self.known is None


NOW = AsOf()
