"""What the process that works out a matching says of itself."""

import subprocess
import sys

_MB = 1024 * 1024


def test_a_process_does_not_count_the_memory_of_who_started_it() -> None:
    held = bytearray(b"x" * (400 * _MB))
    told = subprocess.run(
        [sys.executable, "-c", "from coaching.matching.process import peak_memory; print(peak_memory())"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert 10 * _MB < int(told.stdout) < len(held)
