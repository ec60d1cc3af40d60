"""`python -m devstack`: the stack in the foreground, or around a command."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from devstack.child import obey_signals
from devstack.disk import say
from devstack.errors import DevstackError
from devstack.kafka_jars import resolve_lock
from devstack.kept import find, keep, tidied
from devstack.stack import Stack
from devstack.surroundings import KAFKA, POSTGRES, throwaway, variables


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of the command line."""
    chosen = _parser().parse_args(arguments)
    obey_signals()
    try:
        if chosen.command == "up":
            return up(chosen.folder)
        if chosen.command == "keep":
            keep(chosen.folder)
        if chosen.command == "exec":
            return run_beside(chosen.program, chosen.kept)
        print(resolve_lock(), end="")
        return 0
    except DevstackError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def up(folder: Path) -> int:
    """Bring the durable stack up and stay until told to go, or until an engine dies."""
    with Stack(folder, durable=True) as stack:
        print(f"PostgreSQL  {stack.admin_url}\nKafka       {stack.bootstrap_servers}", flush=True)
        say("Ctrl-C stops both; the data stays.")
        engines = [engine for engine in (stack.postgres, stack.kafka) if engine]
        while all(engine.running for engine in engines):
            time.sleep(0.5)
        dead = ", ".join(str(engine.log) for engine in engines if not engine.running)
        raise DevstackError(f"An engine ended by itself; its last words are in {dead}.")


def run_beside(program: Sequence[str], kept: Path | None) -> int:
    """Run a program beside the stack that is kept in a folder, else a throw-away one; its exit code is ours."""
    if os.environ.get(POSTGRES) and os.environ.get(KAFKA):
        return _run(program, dict(os.environ))
    if kept and (found := find(kept)):
        say(f"Beside the stack that is kept in {kept}.")
        with tidied(found) as stack:
            return _run(program, dict(os.environ) | variables(stack))
    with throwaway() as stack:
        files = stack.folder / "tmp"
        files.mkdir(mode=0o1777, exist_ok=True)
        return _run(program, {"TMPDIR": str(files)} | dict(os.environ) | variables(stack))


def _run(program: Sequence[str], environment: dict[str, str]) -> int:
    try:
        running = subprocess.Popen(program, env=environment)
    except OSError as error:
        raise DevstackError(f"Cannot run {program[0]}: {error.strerror}.") from error
    try:
        code = running.wait()
    except KeyboardInterrupt:
        # The terminal told the program too; it has the right to finish its own way.
        code = running.wait()
    except SystemExit:
        running.terminate()
        running.wait()
        raise
    return code if code >= 0 else 128 - code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devstack", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up_command = commands.add_parser("up", help="start PostgreSQL and Kafka, print their addresses, stay")
    up_command.add_argument("--folder", type=Path, default=Path("var/stack"), help="where the data lies (%(default)s)")
    keep_command = commands.add_parser("keep", help="start an empty stack for tests, stay")
    keep_command.add_argument("--folder", type=Path, default=Path("var/test-stack"), help="where it lies (%(default)s)")
    exec_command = commands.add_parser("exec", help="run a program beside a stack")
    exec_command.add_argument("--test", action="store_true", required=True, help="a throw-away stack for tests")
    exec_command.add_argument(
        "--kept", type=Path, help="use the stack that `keep` has in this folder, where there is one"
    )
    exec_command.add_argument("program", nargs="+", metavar="-- PROGRAM", help="the program and its arguments")
    commands.add_parser("lock", help="print a new kafka.lock for the versions named in kafka_jars.py")
    return parser


if __name__ == "__main__":
    sys.exit(main())
