"""Run a program so that it ends when the process that started it ends, however that one dies.

A script that turns itself into the program: `leash.py PARENT SIGNAL UID:GID:REACH PROGRAM ARGUMENTS...`
It stands on the standard library alone, because it runs without site packages, to cost 20 ms and not 100.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_SECUREBITS = 28
_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


def become(libc: ctypes.CDLL, uid: int, gid: int, reach: bool) -> None:
    """Stop being root; with `reach`, still pass through folders that only root may enter (as /root is)."""
    keep = reach and sys.platform == "linux"
    if keep:
        # initdb asks access() whether it may run postgres, and for an ordinary user access() forgets capabilities.
        libc.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if keep:
        bit = 1 << _CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        libc.capset(header, (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0))
        libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


def main() -> None:
    """Become another user if asked, tie the own life to the parent's, then become the program."""
    parent, death_signal = int(sys.argv[1]), int(sys.argv[2])
    uid, gid, reach = (int(part) for part in sys.argv[3].split(":"))
    libc = ctypes.CDLL(None)
    if uid != os.getuid():
        become(libc, uid, gid, bool(reach))
    if sys.platform == "linux":
        # After the change of user, which would forget it.
        libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the starter is gone")
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606


if __name__ == "__main__":
    main()
