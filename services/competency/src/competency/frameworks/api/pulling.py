"""A package fetched from a provider, before a request's transaction begins: a slow stranger holds no connection."""

from typing import Annotated

from fastapi import Depends

from competency.common.context import InContext
from competency.frameworks.schemas.frameworks import PullIn
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.errors import invalid
from shared.outgoing.client import AddressRefused, Answer, NoAnswer, outbound_client

PULL_LIMIT = 60_000_000

_UNANSWERED = {
    "name": "the provider's name is not known",
    "connection": "the provider cannot be reached",
    "protocol": "the provider's answer is not HTTP",
    "deadline": "the provider did not answer in time",
}


async def pulled_package(
    wanted: PullIn, caller: Annotated[Caller, needs("competency.write")], context: InContext
) -> bytes:
    """Returns the bytes at the address. Raises a 422 that says why there are none; nothing is stored then."""
    settings = context.settings
    client = outbound_client(settings.pull_allow_list, deadline_seconds=settings.pull_seconds, body_bytes=PULL_LIMIT)
    async with client as outbound:
        try:
            answer = await outbound.get(wanted.url, {"Accept": "application/json"})
        except AddressRefused as refused:
            raise invalid("/url", f"this address is not called: {refused.reason}") from refused
        except NoAnswer as silent:
            raise invalid("/url", f"{_UNANSWERED.get(silent.reason, 'no answer')}; try again later") from silent
    if problem := _validate_answer(answer):
        raise invalid("/url", problem)
    return answer.body


def _validate_answer(answer: Answer) -> str | None:
    if 300 <= answer.status < 400:
        return f"the provider answered {answer.status}, a redirect, which is not followed; give the address it leads to"
    if answer.status != 200:
        return f"the provider answered {answer.status}; a package comes with 200"
    if answer.headers.get("content-encoding", "identity").lower() != "identity":
        return "the provider's answer is compressed although that was not asked for"
    return f"the package is larger than {PULL_LIMIT} bytes" if answer.cut else None


Pulled = Annotated[bytes, Depends(pulled_package)]
