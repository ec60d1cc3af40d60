"""Who may call the routes of pilots, and the parts of their paths."""

from typing import Annotated

from fastapi import Path

from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.fields import WHOLE

Reader = Annotated[Caller, needs("coaching.read")]
Writer = Annotated[Caller, needs("coaching.write")]
WaveNumber = Annotated[int, Path(ge=1, le=999_999_999, description="the wave's number, from 1"), WHOLE]

PREFIX = "/coaching/v1/pilots"
WAVE = f"{PREFIX}/{{pilot_id}}/waves/{{wave}}"
