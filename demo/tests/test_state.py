"""What is kept between two starts: whole, private, and readable by a shell."""

import subprocess
from pathlib import Path

from demo.state import Client, DemoState, own_secrets, read_shell, write_shell


def test_what_was_kept_comes_back_whole(tmp_path: Path) -> None:
    state = DemoState(
        platform=Client("d", "c", "s"), operator={"user_name": "o"}, districts={"x": Client("1", "2", "3")}
    )
    state.write(tmp_path / "demo.json")
    assert DemoState.read(tmp_path / "demo.json") == state


def test_nothing_kept_is_no_error(tmp_path: Path) -> None:
    assert DemoState.read(tmp_path / "demo.json") is None


def test_secrets_stay_the_same_from_start_to_start(tmp_path: Path) -> None:
    first = own_secrets(tmp_path / "secrets.env")
    assert own_secrets(tmp_path / "secrets.env") == first
    assert all(len(secret) >= 32 for secret in first.values())


def test_files_with_secrets_are_their_owners_alone(tmp_path: Path) -> None:
    own_secrets(tmp_path / "secrets.env")
    DemoState(Client("d", "c", "s"), {}).write(tmp_path / "demo.json")
    assert [file.stat().st_mode & 0o077 for file in tmp_path.iterdir()] == [0, 0]


def test_a_shell_reads_what_was_written(tmp_path: Path) -> None:
    variables = {"PLAIN": "abc", "ODD": 'it\'s $HOME; `x` "y" z'}
    write_shell(tmp_path / "run.env", variables)
    said = subprocess.run(
        ["/bin/sh", "-c", f'. {tmp_path}/run.env; printf "%s" "$ODD"'], capture_output=True, text=True, check=True
    )
    assert said.stdout == variables["ODD"]
    assert read_shell(tmp_path / "run.env") == variables
