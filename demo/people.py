"""Accounts by which one can look at the pages as somebody: a leader, an educator, a learner, a family, an operator."""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

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
            password = secrets.token_urlsafe(12)
            async with first_signed_in(base, caller, wanted, password, await accounts_of(caller)):
                pass
            state.accounts[user_name] = {"role": role, "district": district.code, "password": password}
            keep()


async def accounts_of(caller: Caller) -> dict[str, str]:
    """The accounts of a district, by the name that people sign in with."""
    return {one["user_name"]: one["account_id"] for one in await caller.all("/partners/v1/accounts")}


@asynccontextmanager
async def first_signed_in(
    base: str, caller: Caller, wanted: dict[str, str], password: str, there: Mapping[str, str]
) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's browser who signs in for the first time and chooses this password. Their account is made, or, where
    it is `there`, made by a start that was cut off, given another password for once.
    """
    if account_id := there.get(wanted["user_name"]):
        made = await caller.post(f"/partners/v1/accounts/{account_id}/password", {})
    else:
        made = await caller.post("/partners/v1/accounts", wanted)
    headers = {"Origin": base, "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=base, trust_env=False, headers=headers, timeout=30) as browser:
        await _change_password(browser, wanted["user_name"], made["one_time_password"], password)
        yield browser


async def _change_password(browser: httpx.AsyncClient, user_name: str, current: str, new: str) -> None:
    """As the pages do it: sign in, then post the form of the password page."""
    for path, form in (
        ("/partners/v1/session", {"user_name": user_name, "password": current}),
        ("/partners/v1/session/password", {"current": current, "new": new}),
    ):
        answer = await browser.post(path, data=form)
        if answer.status_code != 303 or "failed" in answer.headers["location"]:
            raise CallFailed(f"POST {path} for {user_name} was answered {answer.status_code} {answer.text[:300]}")
