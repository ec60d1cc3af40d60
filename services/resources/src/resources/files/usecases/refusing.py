"""What is refused of uploads and files, as problems."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from resources.files.rules.tus.decisions import STATUS, Refusal, Rule
from resources.files.rules.tus.headers import VERSION
from resources.store.port import StoreAway, StoreFull
from shared.errors import Problem, Unavailable

GO_ON = "What came before counts: ask how far the upload is, and go on from there."


class TusRefused(Problem):
    """A refusal of the protocol; its status may be none of HTTP's."""

    def __init__(self, refusal: Refusal) -> None:
        self.status = STATUS[refusal.rule]
        self.slug, self.title = _KINDS[self.status]
        told = {"Tus-Resumable": VERSION}
        if refusal.rule == Rule.VERSION:
            told["Tus-Version"] = VERSION
        super().__init__(refusal.detail, headers=told)


class QuotaExceeded(Problem):
    status, slug = 413, "quota-exceeded"


class NoRoom(Problem):
    status, slug = 507, "no-room"


_KINDS: Mapping[int, tuple[str, str]] = {
    400: ("malformed", "Bad Request"),
    404: ("not-found", "Not Found"),
    409: ("conflict", "Conflict"),
    410: ("gone", "Gone"),
    412: ("tus-version", "Precondition Failed"),
    413: ("too-large", "Content Too Large"),
    415: ("wrong-media-type", "Unsupported Media Type"),
    422: ("invalid", "Unprocessable Content"),
    460: ("checksum-differs", "Checksum Mismatch"),
}


@contextmanager
def store_told(what_to_do: str) -> Iterator[None]:
    """Tells that the store failed, and what to do about it: a 503, or a 507 where it is full."""
    try:
        yield
    except StoreAway as error:
        raise Unavailable(f"The store of files does not answer. {what_to_do}") from error
    except StoreFull as error:
        raise NoRoom(f"The store of files has no room left; whoever runs it has to make some. {what_to_do}") from error
