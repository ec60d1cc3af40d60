"""`python -m demo run | load | describe`."""

import argparse
import asyncio
import sys
from collections import Counter
from pathlib import Path

from demo import framework, running
from demo.calls import CallFailed
from demo.evidence import district_evidence
from demo.loading import Loader
from demo.network import network
from demo.reloading import Reloading
from demo.state import DemoState
from devstack.disk import say


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description="The demo network.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start everything, load the network, stay")
    load = commands.add_parser("load", help="load the network into a platform that runs elsewhere")
    commands.add_parser("describe", help="say what the network holds")
    for command in (run, load):
        command.add_argument("--full", action="store_true", help="all evidence, not each learner's first pieces only")
        command.add_argument("--folder", type=Path, default=Path("var"), help="where things are kept (%(default)s)")
    run.add_argument("--reload", action="store_true", help="start the services anew when a file of theirs is saved")
    load.add_argument("--base", required=True, help="the platform's address")
    load.add_argument("--bootstrapped", type=Path, help="what `trellis partners bootstrap` printed, for the first time")
    chosen = parser.parse_args()
    if chosen.command == "run":
        kind = Reloading if chosen.reload else running.Running
        return running.run(kind(chosen.folder, full=chosen.full))
    if chosen.command == "load":
        return load_elsewhere(chosen.base, chosen.folder / "demo.json", chosen.bootstrapped, full=chosen.full)
    describe()
    return 0


def load_elsewhere(base: str, file: Path, bootstrapped: Path | None, *, full: bool) -> int:
    """Load into the platform at `base`, which was bootstrapped before."""
    state = running.read_bootstrapped(bootstrapped.read_text()) if bootstrapped else DemoState.read(file)
    if state is None:
        say(f"There is no {file} yet. Run `trellis partners bootstrap` and name what it printed by --bootstrapped.")
        return 1
    file.parent.mkdir(parents=True, exist_ok=True)
    state.write(file)
    try:
        asyncio.run(Loader(base, file, state, full=full, say=say).load())
    except CallFailed as error:
        say(str(error))
        return 1
    running.tell(base, file.parent, state)
    return 0


def describe() -> None:
    """What the network holds, in numbers."""
    package = framework.package()
    print(f"{framework.TITLE}: {len(package['CFItems'])} items, {len(package['CFAssociations'])} associations")
    for district in network().districts:
        roles = Counter(person.role.value for person in district.people)
        counts = [f"{number} {role}s" for role, number in sorted(roles.items())]
        counts += [f"{len(district.schools)} schools", f"{len(district.classes)} classes"]
        counts += [f"{sum(1 for _ in district_evidence(district))} pieces of evidence"]
        print(f"{district.name}{' (host)' if district.is_host else ''}: {', '.join(counts)}")


if __name__ == "__main__":
    sys.exit(main())
