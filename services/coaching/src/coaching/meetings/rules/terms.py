"""Where a meeting is, and whether it may be recorded."""

from typing import Literal

Mode = Literal["online", "in_person"]
Recording = Literal["none", "with_consent_of_all", "safeguarding_only"]
"""As a charter of the engagement says; none before there is one."""
