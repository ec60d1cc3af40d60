"""The events of every service: names, fields, keys. Data only; importing this package registers them all.

Pseudonymous ids and codes throughout; people's names are in one compacted topic and nowhere else (ADR 0008). Adding
an optional field is the only change an event may see; another meaning is a `.v2` beside it.
"""

from importlib import import_module
from pkgutil import iter_modules

for _found in iter_modules(__path__):
    if _found.name != "snapshots":  # they are of the events, which must be there first
        import_module(f"{__name__}.{_found.name}")
