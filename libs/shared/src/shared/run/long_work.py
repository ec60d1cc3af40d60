"""What makes a process that works long quicker: Python's garbage collector told what is none, and uvloop."""

import gc
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

T = TypeVar("T")


def run_long(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` for a command that works through much."""
    keep_what_is_there()
    return uvloop.run(work)


def keep_what_is_there() -> None:
    """To be called once a process has started: what that has made, some half a million objects, stays to the end.

    Looking through all of it again and again costs a busy process a third of its time, in pauses of a tenth of a second
    each.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 10)
