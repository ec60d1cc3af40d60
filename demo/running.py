"""`make run`: the engines, the services and the demo network, from nothing to a page that can be opened."""

import asyncio
import contextlib
import io
import json
import os
import secrets
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import entry_points
from pathlib import Path

from demo.calls import Caller, CallFailed
from demo.door import choose_port, not_ready
from demo.loading import Loader
from demo.plans import DISTRICTS
from demo.sources import ROOT
from demo.state import Client, DemoState, own_secrets, write_shell
from devstack.child import User, leashed, obey_signals
from devstack.disk import say
from devstack.errors import DevstackError
from devstack.keeper import Keeper
from devstack.stack import Stack

SERVICES = sorted(entry_points(group="trellis.services").names)
"""Known by name, without importing them: that takes as long as starting the engines."""
_READY_SECONDS = 90
_STOP_SECONDS = 20


class Unable(Exception):
    """It cannot run; the message says why and what to do."""


class Running:
    """Everything that `make run` starts, with what it keeps in `folder`."""

    def __init__(self, folder: Path, *, full: bool = False) -> None:
        self._folder = folder.absolute()
        self._full = full
        self._instance = secrets.token_hex(16)
        self._folder.mkdir(parents=True, exist_ok=True)

    def run(self) -> None:
        """Start all, load, and stay until told to go. Raises `Unable`, `DevstackError` or `CallFailed`."""
        began = time.monotonic()
        port = self._port = choose_port(self._folder / "port")
        stack = _stack(self._folder / "stack")
        # Importing the services takes as long as starting the engines.
        commands = ThreadPoolExecutor(1).submit(_trellis_commands)
        with stack, Keeper(stack) as keeper:
            base = os.environ.get("HTTP_PUBLIC_URL", f"http://127.0.0.1:{port}")
            os.environ |= self._environment(stack, port, base)
            say("Migrating the databases...")
            self._commands = commands.result()
            self._trellis("all", "migrate")
            state = DemoState.read(self._kept) or self._bootstrap()
            self._child = self._start()
            try:
                self._await_ready(self._child, port)
                self._load(base, state)
                say(f"Everything stands after {time.monotonic() - began:.1f} s.")
                self._stay(keeper)
            finally:
                stop(self._child)

    @property
    def _kept(self) -> Path:
        return self._folder / "demo.json"

    @property
    def _log(self) -> Path:
        return self._folder / "run.log"

    def _environment(self, stack: Stack, port: int, base: str) -> dict[str, str]:
        told = {
            "KAFKA_BOOTSTRAP_SERVERS": stack.bootstrap_servers,
            "HTTP_PORT": str(port),
            "HTTP_INSTANCE": self._instance,
            "HTTP_PUBLIC_URL": base,
            "DASHBOARDS_GALLERY": "true",
            "AUTH_ISSUER": base,
            "AUTH_JWKS_URL": f"http://127.0.0.1:{port}/.well-known/jwks.json",
            "HTTP_DOCS_FOLDER": str(ROOT / "build/site"),
            "RESOURCES_STORE_URL": str(self._folder / "library"),
        }
        for service in SERVICES:
            prefix = service.upper()
            if f"{prefix}_DATABASE_URL" not in os.environ:
                urls = stack.provision(service)
                told |= {
                    f"{prefix}_DATABASE_URL": urls.app,
                    f"{prefix}_WORKER_DATABASE_URL": urls.worker,
                    f"{prefix}_OWNER_DATABASE_URL": urls.owner,
                }
        # What the surroundings say wins over what we would choose.
        return told | own_secrets(self._folder / "secrets.env") | os.environ

    def _trellis(self, *arguments: str) -> str:
        """What an operator would type, without another Python to start for it. Returns what it printed."""
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                self._commands(arguments, standalone_mode=False)
        except SystemExit as error:
            raise Unable(f"`trellis {' '.join(arguments)}`: {error}") from None
        return printed.getvalue()

    def _start(self) -> subprocess.Popen[bytes]:
        """In a session of its own, so that Ctrl-C reaches us alone and we stop everything in order; on a leash, so
        that it does not outlive us.
        """
        say("Starting the services...")
        if self._log.exists():
            self._log.replace(self._log.with_suffix(".log.previous"))
        command = leashed(
            [sys.executable, "-m", "shared", "all", "run"], User(os.getuid(), os.getgid()), signal.SIGTERM
        )
        with self._log.open("wb") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def _await_ready(self, child: subprocess.Popen[bytes], port: int) -> None:
        until, said = time.monotonic() + _READY_SECONDS, ""
        while True:
            if child.poll() is not None:
                raise Unable(f"The services ended while starting:\n{last_words(self._log)}")
            waiting = not_ready(port, self._instance)
            if waiting is None:
                return
            # The data was removed and with it the keys, but what was kept beside it was not: `_load` sees to that.
            if waiting and all("no signing keys yet" in problem for problem in waiting.values()):
                return
            now = ", ".join(sorted(waiting))
            if now and now != said:
                say(f"Waiting for {now}...")
                said = now
            if time.monotonic() > until:
                raise Unable(f"Not ready after {_READY_SECONDS} s: {waiting}\n{last_words(self._log)}")
            time.sleep(0.1)

    def _stay(self, keeper: Keeper) -> None:
        """Stays until the services or an engine end, which raises `Unable`, or until told to go."""
        while self._child.poll() is None:
            if keeper.failure is not None:
                raise Unable(keeper.failure)
            time.sleep(0.2)
        raise Unable(f"The services ended by themselves:\n{last_words(self._log)}")

    def _load(self, base: str, state: DemoState) -> None:
        state = self._regained(base, state)
        asyncio.run(Loader(base, self._kept, state, full=self._full, say=say).load())
        tell(base, self._folder, state)
        print("Ctrl-C stops all; data stays.", flush=True)

    def _regained(self, base: str, state: DemoState) -> DemoState:
        """With secrets that are taken. One that is not has been expired, or its client made inactive, by somebody who
        might: secrets do not expire by themselves.
        """
        clients = {"the platform's client": state.platform} | state.districts
        for name, client in clients.items():
            if asyncio.run(_still_known(base, client)):
                continue
            command = ("partners", "renew-client", client.client_id)
            try:
                printed = self._trellis(*command)
            except Unable as error:
                if client is state.platform and "no such client" in str(error):
                    return self._bootstrap()  # the data was removed, what was kept beside it was not
                raise Unable(
                    f"The secret of {name} in {self._kept} is taken no longer, and a new one could not be made: {error}"
                ) from None
            client.client_secret = json.loads(printed.splitlines()[-1])["client_secret"]
            state.write(self._kept)
            say(f"The secret of {name} was taken no longer; `trellis {' '.join(command)}` has made a new one.")
        return state

    def _bootstrap(self) -> DemoState:
        say("The first start: making the host district and its operator...")
        host = next(plan for plan in DISTRICTS if plan.is_host)
        user_name = f"operator@{host.code}.example"
        try:
            printed = self._trellis("partners", "bootstrap", "--district", host.name, "--operator", user_name)
        except Unable as error:
            gone = "is there, and names a client that is gone" if self._kept.exists() else "is gone"
            raise Unable(
                f"{error}\nMade by a start whose {self._kept} {gone}: the secrets that it was shown once are lost. "
                "Bring that file back, or begin anew by removing the data. To reach what is there by hand, "
                f"`trellis partners grant-client --district {shlex.quote(host.name)} --platform` makes a client."
            ) from None
        state = read_bootstrapped(printed)
        state.write(self._kept)
        return state


def read_bootstrapped(printed: str) -> DemoState:
    """What `trellis partners bootstrap` printed: the host, its operator and its client."""
    made = json.loads(printed.splitlines()[-1])
    host = next(plan for plan in DISTRICTS if plan.is_host)
    client = Client(made["district_id"], made["client_id"], made["client_secret"])
    operator = {"user_name": made["operator"], "password": made["password"], "district": host.code}
    return DemoState(platform=client, operator=operator)


def tell(base: str, folder: Path, state: DemoState) -> None:
    """Write `run.env` for a shell, and print where to go and how to sign in."""
    variables = {"BASE": base}
    for letter in ("A", "B"):
        client = state.districts[f"{letter}/system"]
        variables |= {f"{letter}_CLIENT_ID": client.client_id, f"{letter}_CLIENT_SECRET": client.client_secret}
    variables |= state.journey
    people = {state.operator["user_name"]: state.operator | {"role": "operator"}} | state.accounts
    lines = []
    for user_name, account in people.items():
        letter = "A" if account["district"] == state.operator["district"] else "B"
        name = f"{letter}_{account['role'].upper()}"
        variables |= {f"{name}_USER": user_name, f"{name}_PASSWORD": account["password"]}
        lines.append(f"  {account['role']:9} {user_name:34} {account['password']}")
    write_shell(folder / "run.env", variables)
    print(f"\n{base}/\n\nSign in as\n" + "\n".join(lines))
    print(f"\nAnswer as an educator, without signing in\n  {state.journey['RATER_LINK']}")
    print(f"\nFor your own calls: . {os.path.relpath(folder / 'run.env')}")
    sys.stdout.flush()


def _stack(folder: Path) -> Stack:
    given = [os.environ.get(f"{service.upper()}_DATABASE_URL") for service in SERVICES]
    for service, url in zip(SERVICES, given, strict=True):
        prefix = service.upper()
        missing = [n for n in (f"{prefix}_WORKER_DATABASE_URL", f"{prefix}_OWNER_DATABASE_URL") if n not in os.environ]
        if url and missing:
            raise Unable(f"With {prefix}_DATABASE_URL, set {' and '.join(missing)} too: each role has its own rights.")
    say("Starting PostgreSQL and Kafka...")
    return Stack(
        folder,
        durable=True,
        postgres_url=given[0] if all(given) else None,
        kafka_bootstrap=os.environ.get("KAFKA_BOOTSTRAP_SERVERS"),
    )


def _trellis_commands() -> Callable[..., object]:
    from shared import cli

    return cli.build()


async def _still_known(base: str, client: Client) -> bool:
    async with Caller(base, client) as caller:
        return await caller.known()


def stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    say("Stopping the services...")
    child.send_signal(signal.SIGINT)
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        say(f"They did not stop within {_STOP_SECONDS} s and are killed; what was acknowledged is in the database.")
        child.kill()
        child.wait()


def last_words(log: Path, lines: int = 15) -> str:
    return "\n".join([*log.read_text(errors="replace").splitlines()[-lines:], f"(all of it: {log})"])


def run(running: Running) -> int:
    """The exit code of `make run` and `make dev`."""
    obey_signals()
    try:
        running.run()
    except (Unable, DevstackError, CallFailed) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        with contextlib.suppress(KeyboardInterrupt):
            say("Stopped; the data stays.")
    return 0
