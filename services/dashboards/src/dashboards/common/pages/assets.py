"""Style sheet and scripts, read once; their address holds a hash of the content, so they may be kept for ever."""

import hashlib
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_OWN = {
    "dashboards.common": ("trellis.css", "session.js", "live.js", "menu.js", "verify.js", "trellis.svg"),
    "dashboards.coaching": ("engagements.css", "matching.css", "week.css", "workshops.css"),
    "dashboards.library": ("library.css", "tus.js", "uploads.js"),
    "dashboards.readiness": ("rater.js", "readiness.css", "selection.css"),
    "dashboards.start": ("start.css",),
    "dashboards.timelines": ("timelines.css",),
    "dashboards.kit": ("kit.css", "announce.js", "form.js", "upload.js"),
}
"""The files in the folder `static` of each package."""


@dataclass(frozen=True)
class Asset:
    name: str
    content: bytes
    digest: str
    media_type: str

    @property
    def path(self) -> str:
        return f"/static/{self.digest}/{self.name}"


class Assets:
    def __init__(self) -> None:
        contents = {
            name: (resources.files(package) / "static" / name).read_bytes()
            for package, names in _OWN.items()
            for name in names
        }
        contents["htmx.js"] = _htmx().read_bytes()
        self._by_name = {name: _asset(name, content) for name, content in contents.items()}

    def path(self, name: str) -> str:
        return self._by_name[name].path

    def find(self, digest: str, name: str) -> Asset | None:
        asset = self._by_name.get(name)
        return asset if asset is not None and asset.digest == digest else None


def _asset(name: str, content: bytes) -> Asset:
    return Asset(name, content, hashlib.sha256(content).hexdigest()[:16], _TYPES[Path(name).suffix])


def _htmx() -> Path:
    """The htmx file in the wheel of django-htmx, which we take for that file alone and never import."""
    spec = find_spec("django_htmx")
    if spec is None or spec.origin is None:
        raise RuntimeError("django-htmx is not installed: its wheel carries the htmx file that the pages use")
    return Path(spec.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"
