"""Accounts by which one can look at the pages as somebody: a leader, an educator, a learner, a family, an operator."""

import secrets
from collections.abc import Callable, Mapping

import httpx

from demo.calls import Caller, CallFailed
from demo.records import District, Person, Role, SisId
from demo.state import DemoState


def chosen(district: District) -> dict[str, Person | None]:
    """Role to person: people who belong together, so that each sees the same learner from where they stand."""
    people = {person.sis: person for person in district.people}
    learner = district.learners[0]
    classes = {e.school_class for e in district.enrolments if e.person == learner.sis}
    educator = next(e.person for e in district.enrolments if e.role is Role.EDUCATOR and e.school_class in classes)
    return {
        "operator": None,
        "leader": next(person for person in district.people if person.role is Role.LEADER),
        "educator": people[educator],
        "family": people[learner.guardians[0]],
        "learner": learner,
    }


async def make_accounts(
    base: str, state: DemoState, district: District, ids: Mapping[SisId, str], keep: Callable[[], None]
) -> None:
    """Make those that are not there yet, and change their one-time passwords into lasting ones, which are kept."""
    async with Caller(base, state.districts[district.code]) as caller:
        for role, person in chosen(district).items():
            user_name = f"{role}@{district.code}.example"
            if user_name in state.accounts or user_name == state.operator.get("user_name"):
                continue
            wanted = {"user_name": user_name, "role": role} | ({"person_id": ids[person.sis]} if person else {})
            there = {a["user_name"]: a for a in await caller.all("/partners/v1/accounts")}
            if user_name in there:  # made by a start that was cut off before it could keep the password
                made = await caller.post(f"/partners/v1/accounts/{there[user_name]['account_id']}/password", {})
            else:
                made = await caller.post("/partners/v1/accounts", wanted)
            password = secrets.token_urlsafe(12)
            await _change_password(base, user_name, made["one_time_password"], password)
            state.accounts[user_name] = {"role": role, "district": district.code, "password": password}
            keep()


async def _change_password(base: str, user_name: str, current: str, new: str) -> None:
    """As the pages do it: sign in, then post the form of the password page."""
    headers = {"Origin": base, "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=base, trust_env=False, headers=headers, timeout=30) as browser:
        for path, form in (
            ("/partners/v1/session", {"user_name": user_name, "password": current}),
            ("/partners/v1/session/password", {"current": current, "new": new}),
        ):
            answer = await browser.post(path, data=form)
            if answer.status_code != 303 or "failed" in answer.headers["location"]:
                raise CallFailed(f"POST {path} for {user_name} was answered {answer.status_code} {answer.text[:300]}")
