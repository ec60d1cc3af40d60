"""Films of some seconds in which one step after the other stands out, and their captions in two languages.

Nothing is heard in them, so that the captions say what is seen. The same words give the same bytes on one machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
from PIL.Image import Image

from demo.library.pictures import drawn

SECONDS_A_STEP = 3
_A_SECOND = 5
_SIZE = (640, 360)


def film(title: str, steps: Sequence[str]) -> bytes:
    """Returns an MP4 (H.264) of `SECONDS_A_STEP` for each step."""
    written = io.BytesIO()
    with av.open(written, "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=_A_SECOND)
        stream.width, stream.height = _SIZE
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, _A_SECOND)
        stream.options = {"threads": "1", "crf": "30", "preset": "veryfast"}
        for picture in _pictures(title, steps):
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            for _ in range(SECONDS_A_STEP * _A_SECOND):
                container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return written.getvalue()


def captions(steps: Sequence[str]) -> bytes:
    """Returns WebVTT captions of a film of these steps."""
    cues = (
        f"{number}\n{_moment(number - 1)} --> {_moment(number)}\n{step}" for number, step in enumerate(steps, start=1)
    )
    return "\n\n".join(["WEBVTT", *cues, ""]).encode()


def _pictures(title: str, steps: Sequence[str]) -> Iterator[Image]:
    for place in range(len(steps)):
        yield drawn(title, steps, place).resize(_SIZE)


def _moment(step: int) -> str:
    minutes, seconds = divmod(step * SECONDS_A_STEP, 60)
    return f"{minutes:02d}:{seconds:02d}.000"
