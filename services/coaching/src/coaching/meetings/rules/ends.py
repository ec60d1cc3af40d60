"""Why a meeting is not held, or was broken off."""

from typing import Literal

Because = Literal["asked_for", "quorum_lost", "match_ended", "engagement_ended", "no_show"]
