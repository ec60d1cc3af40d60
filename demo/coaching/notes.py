"""What those write who were at a meeting, each note for those whom its author chose before the first word."""

from collections.abc import Mapping, Sequence

import httpx

from demo.browsing import signed_in
from demo.calls import CallFailed
from demo.coaching.meetings import MEETINGS
from demo.state import DemoState

_OF_COACH: Sequence[tuple[str, str]] = (
    ("private", "I talked more than they did. Ask next time, and wait."),
    ("pair", "You said that two principals disagree about report cards. Shall I listen in when you meet them?"),
    ("team", "We agreed to look at one unit together before we meet again. Heron Flats chooses which."),
    ("district", "They know their gaps well. What they need from us is time with our planning teams, not slides."),
)
_OF_PARTNER: Sequence[tuple[str, str]] = (
    ("team", "The unit will be the one on water rights, in grade seven: three teachers share it already."),
    ("private", "Find out who covers classes when the three meet."),
)


async def write_notes(base: str, state: DemoState, meeting_id: str, coach: str, lead: str, lead_member: str) -> None:
    """Has the coach and who leads the partner's team write, both named by the accounts that they sign in with."""
    for user_name, notes in ((coach, _OF_COACH), (lead, _OF_PARTNER)):
        async with signed_in(base, state, user_name) as browser:
            await _write(browser, f"{MEETINGS}/{meeting_id}/notes", notes, lead_member)


async def _write(browser: httpx.AsyncClient, path: str, notes: Sequence[tuple[str, str]], other: str) -> None:
    """Writes those that are not there yet."""
    answer = await browser.get(path)
    written = {one["visibility"] for one in answer.json()["items"] if one["own"]} if answer.is_success else set()
    for visibility, words in notes:
        body: Mapping[str, str] = {"visibility": visibility, "words": words}
        body = {**body, "other_id": other} if visibility == "pair" else body
        if visibility in written:
            continue
        answer = await browser.post(path, json=body)
        if answer.is_error:
            raise CallFailed(f"POST {path} was answered {answer.status_code}: {answer.text[:300]}")
