"""What every Trellis service stands on. It knows no service; only `contracts` holds domain words, as data."""

import sys
from importlib import import_module


def _import_without_consoles() -> None:
    """structlog and httpx import rich and pygments where they find them: for tracebacks on a console and for a command
    line, neither of which is ours. That would be 8 MB of every process, and a tenth of a second of its start.
    """
    hidden = [name for name in ("rich", "pygments") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type] # None: as if it were not installed
    try:
        for name in ("structlog", "httpx"):
            import_module(name)
    finally:
        for name in hidden:
            del sys.modules[name]


_import_without_consoles()
