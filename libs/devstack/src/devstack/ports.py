"""Ports on the loopback address."""

import random
import socket

import psutil

from devstack.errors import DevstackError

# Below the range from which the operating system takes ports for outgoing connections: a client that keeps
# calling a stopped server on a port of that range can end up connected to itself and so take the port away.
_RANGE = range(20_000, 30_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def holder(port: int) -> str:
    """Who listens on this port, as far as the system tells us."""
    try:
        listening = [
            c for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN and c.laddr.port == port
        ]
        pid = next((c.pid for c in listening if c.pid), None)
        return f"{psutil.Process(pid).name()} (pid {pid})" if pid else "another program"
    except psutil.Error:
        return "another program"


def free_port(avoid: frozenset[int] = frozenset()) -> int:
    """A port nobody listens on."""
    for port in random.SystemRandom().sample(_RANGE, 200):
        if port not in avoid and is_free(port):
            return port
    raise DevstackError(f"No free port between {_RANGE.start} and {_RANGE.stop}: too many servers run here.")


def answers(port: int) -> bool:
    """Whether a server accepts connections on this port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
