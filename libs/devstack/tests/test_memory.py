"""Files of a test run lie in memory where there is room for them, and nowhere else."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from devstack import memory
from devstack.memory import FILES, PROGRAMS, folder_in_memory

ENOUGH = FILES + PROGRAMS
Given = Callable[..., None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Given:
    """A machine with so many bytes free, of its memory and of the folder in it; a container may have a limit."""

    def machine(*, available: int = ENOUGH, free: int = FILES, limit: str | None = None, used: int = 0) -> None:
        usage: Any = SimpleNamespace(free=free)
        monkeypatch.delenv("TMPDIR", raising=False)
        monkeypatch.setattr(memory, "MEMORY", tmp_path)
        monkeypatch.setattr(memory, "disk_usage", lambda _: usage)
        monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=available))
        files = (tmp_path / "limit", tmp_path / "used")
        monkeypatch.setattr(memory, "LIMITS", (files,))
        if limit is not None:
            files[0].write_text(f"{limit}\n")
            files[1].write_text(f"{used}\n")

    return machine


def test_a_machine_with_room_has_them_in_memory(given: Given, tmp_path: Path) -> None:
    given()
    assert folder_in_memory() == tmp_path


@pytest.mark.parametrize("lacks", [{"available": ENOUGH - 1}, {"free": FILES - 1}])
def test_a_machine_without_room_has_them_on_its_disk(given: Given, lacks: dict[str, int]) -> None:
    given(**lacks)
    assert folder_in_memory() is None


@pytest.mark.parametrize(
    ("limit", "used", "has_room"), [("max", 0, True), (str(ENOUGH), 0, True), (str(ENOUGH), 1, False)]
)
def test_what_a_container_may_use_counts_too(given: Given, limit: str, used: int, has_room: bool) -> None:
    given(limit=limit, used=used)
    assert (folder_in_memory() is not None) == has_room


def test_whoever_has_chosen_a_folder_keeps_it(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    given()
    monkeypatch.setenv("TMPDIR", os.curdir)
    assert folder_in_memory() is None


def test_what_a_killed_run_has_left_is_removed_and_what_another_holds_stays(given: Given, tmp_path: Path) -> None:
    given()
    for name in ("trellis-killed", "trellis-running", "trellis-young", "others"):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".lock").touch()
        if name != "trellis-young":
            os.utime(tmp_path / name, (0, 0))
    with (tmp_path / "trellis-running" / ".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        folder_in_memory()
    left = {folder.name for folder in tmp_path.iterdir() if folder.is_dir()}
    assert left == {"trellis-running", "trellis-young", "others"}
