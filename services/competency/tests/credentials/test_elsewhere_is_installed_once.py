"""What runs elsewhere is installed by one test process, however many ask for it at the same moment."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from services.competency.tests.credentials.elsewhere_pieces import installed_in

ASKING = 3


def _installed_when(folder: Path) -> tuple[str | None, int]:
    reason = installed_in(folder)
    return reason, 0 if reason else (folder / "installed").stat().st_mtime_ns


def test_parallel_processes_install_once(tmp_path: Path) -> None:
    if reason := installed_in(tmp_path / "alone"):
        pytest.skip(reason)
    with ProcessPoolExecutor(ASKING, multiprocessing.get_context("spawn")) as processes:
        found = set(processes.map(_installed_when, [tmp_path / "together"] * ASKING))
    assert [reason for reason, _ in found] == [None]
