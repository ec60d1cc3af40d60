"""People: accounts, signing in, staying signed in, and signing out."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from partners.identity.rules.accounts import HOME, local_path
from partners.identity.rules.scopes import ADMINISTRATOR, OF_ROLE, PASSWORD_CHANGE
from shared.auth.dependencies import SESSION_COOKIE
from shared.testing import LEARNER_ID_KEY
from shared.values.ids import mint_learner_id

SESSION = "/partners/v1/session"
ACCOUNTS = "/partners/v1/accounts"
OURS = {"Sec-Fetch-Site": "same-origin"}
NEW = "a long and new password"


@pytest.fixture
async def browser(partners: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on one of our own pages, before anybody has signed in; services know our keys."""
    async with partners.running.client() as client:
        jwks = partners.running.app.gate.authenticator.jwks
        published = (await client.get("/.well-known/jwks.json")).json()
        jwks.use({"keys": published["keys"] + partners.running.tokens.jwks()["keys"]})
        client.headers.update(OURS)
        yield client


async def account(partners: Any, role: str = "leader", **more: Any) -> dict[str, Any]:
    body = {"user_name": f"Person.{uuid4()}@example.org", "role": role, **more}
    async with partners.client("Birch") as client:
        answer = await client.post(ACCOUNTS, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def person_of(partners: Any, district: str) -> str:
    """The id of a person, as rostering makes it for this district."""
    return str(mint_learner_id(partners.districts[district], LEARNER_ID_KEY))


async def sign_in(browser: httpx.AsyncClient, user_name: str, password: str, next: str = "/") -> httpx.Response:
    return await browser.post(SESSION, data={"user_name": user_name, "password": password, "next": next})


async def signed_in(partners: Any, browser: httpx.AsyncClient, role: str = "leader", **more: Any) -> dict[str, Any]:
    """Somebody with a password of their own, signed in."""
    made = await account(partners, role, **more)
    await sign_in(browser, made["user_name"], made["one_time_password"])
    await browser.post(f"{SESSION}/password", data={"current": made["one_time_password"], "new": NEW})
    return made


async def test_a_one_time_password_lets_its_owner_change_it_and_nothing_else(
    partners: Any, browser: httpx.AsyncClient
) -> None:
    made = await account(partners)
    assert made["must_change"] is True
    first = await sign_in(browser, made["user_name"].upper(), made["one_time_password"], "/schools?x=1")
    assert (first.status_code, first.headers["Location"]) == (303, "/password?next=%2Fschools%3Fx%3D1")
    assert (await browser.get("/partners/v1/districts")).status_code == 403
    changed = await browser.post(
        f"{SESSION}/password", data={"current": made["one_time_password"], "new": NEW, "next": "/schools"}
    )
    assert (changed.status_code, changed.headers["Location"]) == (303, "/schools")
    assert (await browser.get("/partners/v1/districts")).status_code == 200
    assert (
        (await sign_in(browser, made["user_name"], made["one_time_password"]))
        .headers["Location"]
        .startswith("/sign-in?failed=1")
    )
    assert (await sign_in(browser, made["user_name"], NEW, "/x")).headers["Location"] == "/x"


@pytest.mark.parametrize(
    ("current", "new", "failed"),
    [("wrong", NEW, "wrong"), (NEW, "short", "too_short"), (NEW, "x" * 300, "too_long"), (NEW, NEW, "same")],
)
async def test_a_bad_new_password_is_named(
    partners: Any, browser: httpx.AsyncClient, current: str, new: str, failed: str
) -> None:
    await signed_in(partners, browser)
    answer = await browser.post(f"{SESSION}/password", data={"current": current, "new": new})
    assert answer.headers["Location"] == f"/password?failed={failed}&next=%2F"


async def test_cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites(
    partners: Any, browser: httpx.AsyncClient
) -> None:
    made = await account(partners)
    answer = await sign_in(browser, made["user_name"], made["one_time_password"])
    cookies = answer.headers.get_list("set-cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == [SESSION_COOKIE, "trellis_refresh", "trellis_device"]
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)
    assert all("Path=/partners/v1/session" in cookie for cookie in cookies[1:])
    assert not any("Secure" in cookie for cookie in cookies)
    platform = partners.running.app.context.platform
    platform.http = platform.http.model_copy(update={"public_url": "https://trellis.test"})
    answer = await sign_in(browser, made["user_name"], made["one_time_password"])
    platform.http = platform.http.model_copy(update={"public_url": "http://trellis.test"})
    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}])
@pytest.mark.parametrize("path", ["", "/end", "/password"])
async def test_another_sites_form_changes_nothing(
    partners: Any, browser: httpx.AsyncClient, headers: dict[str, str], path: str
) -> None:
    await signed_in(partners, browser)
    del browser.headers["Sec-Fetch-Site"]
    answer = await browser.post(SESSION + path, data={"user_name": "x"}, headers=headers)
    assert answer.status_code == 403
    assert (await browser.get("/partners/v1/districts")).status_code == 200


async def test_a_token_that_expired_is_renewed_on_the_way(partners: Any, browser: httpx.AsyncClient) -> None:
    await signed_in(partners, browser)
    browser.cookies.delete(SESSION_COOKIE)
    assert (await browser.get("/partners/v1/districts")).status_code == 401
    answer = await browser.get(f"{SESSION}/renew", params={"next": "/learners?page=2"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/learners?page=2")
    assert (await browser.get("/partners/v1/districts")).status_code == 200


async def test_who_is_not_signed_in_is_sent_to_sign_in(partners: Any, browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"{SESSION}/renew", params={"next": "/learners"})
    assert answer.headers["Location"] == "/sign-in?next=%2Flearners"
    browser.cookies.set("trellis_refresh", "made up", path=SESSION)
    assert (await browser.get(f"{SESSION}/renew")).headers["Location"] == "/sign-in?next=%2F"


async def test_signing_out_ends_the_renewal(partners: Any, browser: httpx.AsyncClient) -> None:
    await signed_in(partners, browser)
    stolen = browser.cookies["trellis_refresh"]
    answer = await browser.post(f"{SESSION}/end")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert list(browser.cookies) == ["trellis_device"], "which signs nobody in"
    browser.cookies.set("trellis_refresh", stolen, path=SESSION)
    assert (await browser.get(f"{SESSION}/renew")).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("change", ["deactivate", "reset", "expire"])
async def test_who_is_shut_out_is_not_renewed(partners: Any, browser: httpx.AsyncClient, change: str) -> None:
    made = await signed_in(partners, browser)
    path = f"{ACCOUNTS}/{made['account_id']}"
    async with partners.client("Birch") as operator:
        if change == "deactivate":
            await operator.patch(path, json={"active": False}, headers={"If-Match": "*"})
        elif change == "reset":
            await operator.post(f"{path}/password")
        else:
            async with partners.running.worker.transaction(None) as session:
                await session.execute(text("update sign_in set expires_at = now()"))
    assert (await browser.get(f"{SESSION}/renew")).headers["Location"].startswith("/sign-in")
    if change == "deactivate":
        assert (await sign_in(browser, made["user_name"], NEW)).headers["Location"].startswith("/sign-in?failed=1")


async def test_guessing_a_password_is_slowed(partners: Any, browser: httpx.AsyncClient) -> None:
    made = await signed_in(partners, browser)
    said = [(await sign_in(browser, made["user_name"], "guess")).headers["Location"] for _ in range(6)]
    assert [place.split("=")[1].split("&")[0] for place in said] == ["1"] * 4 + ["slow"] * 2
    assert (await sign_in(browser, made["user_name"], NEW)).headers["Location"].startswith("/sign-in?failed=slow")
    async with partners.running.worker.transaction(None) as session:
        await session.execute(text("update attempt set last_failure = last_failure - interval '1 minute'"))
    assert (await sign_in(browser, made["user_name"], NEW)).headers["Location"] == "/"


async def test_unknown_names_fail_and_slow_down_as_known_ones_do(partners: Any, browser: httpx.AsyncClient) -> None:
    said = [(await sign_in(browser, "nobody\x00", "guess")).headers["Location"] for _ in range(6)]
    assert [place.split("=")[1].split("&")[0] for place in said] == ["1"] * 4 + ["slow"] * 2


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "x", "",
     "/a b", "/a\r\nSet-Cookie: x=1", "/\x00", "/é", "/" + "x" * 3000],
)  # fmt: skip
async def test_nobody_is_sent_elsewhere(partners: Any, browser: httpx.AsyncClient, elsewhere: str) -> None:
    assert local_path(elsewhere) == HOME
    await signed_in(partners, browser)
    answer = await browser.get(f"{SESSION}/renew", params={"next": elsewhere})
    assert answer.headers.get("Location", HOME) == HOME


async def test_each_role_may_do_what_its_row_says(partners: Any, browser: httpx.AsyncClient) -> None:
    await signed_in(partners, browser, "learner", person_id=person_of(partners, "Birch"))
    assert (await browser.get("/partners/v1/districts")).status_code == 403
    await signed_in(partners, browser, "operator")
    assert (await browser.get(ACCOUNTS)).status_code == 200


def test_no_role_may_do_more_than_a_districts_administrator() -> None:
    assert all(scopes <= ADMINISTRATOR for scopes in OF_ROLE.values())
    assert all("dashboards.read" in scopes for scopes in OF_ROLE.values())


@pytest.mark.parametrize("role", sorted(OF_ROLE))
async def test_an_account_takes_only_a_person_of_its_own_district(partners: Any, role: str) -> None:
    ours, theirs, forged = person_of(partners, "Birch"), person_of(partners, "Cedar"), str(uuid4())
    made = await account(partners, role, person_id=ours)
    async with partners.client("Birch") as client:
        for person_id in (theirs, forged):
            body = {"user_name": f"another.{role}@example.org", "role": role, "person_id": person_id}
            added = await client.post(ACCOUNTS, json=body)
            edited = await client.patch(
                f"{ACCOUNTS}/{made['account_id']}", json={"person_id": person_id}, headers={"If-Match": "*"}
            )
            for answer in (added, edited):
                assert answer.status_code == 422, answer.text
                assert [error["pointer"] for error in answer.json()["errors"]] == ["/person_id"]
        assert (await client.get(f"{ACCOUNTS}/{made['account_id']}")).json()["person_id"] == ours


async def test_accounts_are_managed_by_those_who_may(partners: Any) -> None:
    made = await account(partners, "educator", person_id=person_of(partners, "Birch"))
    path = f"{ACCOUNTS}/{made['account_id']}"
    body = {"user_name": made["user_name"].upper(), "role": "leader"}
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", path, {}), ("PATCH", path, {"active": True}), ("POST", f"{path}/password", {})]  # fmt: skip
    async with (
        partners.running.client() as anonymous,
        partners.client("Birch", "partners.read") as unscoped,
        partners.client("Cedar") as other,
        partners.client("Birch") as operator,
        partners.client("Birch", "partners.manage", "dashboards.read") as weak,
    ):
        for method, url, content in [*calls, ("GET", ACCOUNTS, {}), ("POST", ACCOUNTS, body)]:
            headers = {"If-Match": "*"}
            assert (await anonymous.request(method, url, json=content, headers=headers)).status_code == 401
            assert (await unscoped.request(method, url, json=content, headers=headers)).status_code == 403
        for method, url, content in calls:
            assert (await other.request(method, url, json=content, headers={"If-Match": "*"})).status_code == 404
        assert (await other.get(ACCOUNTS)).json()["items"] == []
        assert (await operator.post(ACCOUNTS, json=body)).status_code == 409
        assert (await other.post(ACCOUNTS, json=body)).status_code == 409
        for bad in (
            {"user_name": "has space", "role": "leader"}, {"user_name": "learner-one", "role": "learner"},
            {"user_name": "x", "role": "leader"}, {"user_name": "somebody", "role": "king"},
            {"user_name": "somebody", "role": "leader", "password_hash": "x"},
        ):  # fmt: skip
            assert (await operator.post(ACCOUNTS, json=bad)).status_code == 422
        assert (await weak.post(ACCOUNTS, json={"user_name": "somebody", "role": "operator"})).status_code == 403
        assert (await operator.patch(path, json={"role": "leader"})).status_code == 428
        edited = await operator.patch(path, json={"role": "leader"}, headers={"If-Match": '"1"'})
        assert (edited.json()["role"], edited.headers["ETag"]) == ("leader", '"2"')
        assert (await operator.get(path)).json()["role"] == "leader"


async def test_a_token_whose_subject_is_no_account_changes_no_password(
    partners: Any, browser: httpx.AsyncClient
) -> None:
    tokens = partners.running.tokens
    claims = tokens.claims(partners.districts["Birch"], PASSWORD_CHANGE, role="leader") | {"sub": "nobody's"}
    browser.cookies.set(SESSION_COOKIE, tokens.sign(claims))
    answer = await browser.post(f"{SESSION}/password", data={"current": "x", "new": NEW})
    assert answer.status_code == 404
