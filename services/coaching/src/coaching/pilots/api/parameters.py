"""The parts of the paths of pilots."""

from typing import Annotated

from fastapi import Path

from shared.http.fields import WHOLE

WaveNumber = Annotated[int, Path(ge=1, le=999_999_999, description="the wave's number, from 1"), WHOLE]

PREFIX = "/coaching/v1/pilots"
WAVE = f"{PREFIX}/{{pilot_id}}/waves/{{wave}}"
