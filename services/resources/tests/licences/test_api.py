"""Licences over HTTP: which there are, which one is meant, and what the parts of an item come to."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from resources.licences.rules.catalogue import CATALOGUE
from shared.testing import RunningService

ROOT = "/resources/v1"


async def ask(running: RunningService, what: str, sent: Mapping[str, Any], status: int = 200) -> Any:
    async with running.client(uuid4(), "resources.read") as client:
        answer = await client.post(f"{ROOT}/{what}", json=sent)
    assert answer.status_code == status, answer.text
    return answer.json()


def decision(terms: Mapping[str, Any], audience: str, act: str) -> Any:
    (found,) = (one for one in terms["decisions"] if (one["audience"], one["act"]) == (audience, act))
    return found


async def test_anybody_reads_every_licence_and_each_by_its_id(running: RunningService) -> None:
    async with running.client() as client:
        listed = (await client.get(f"{ROOT}/licences")).json()
        assert [one["licence_id"] for one in listed] == sorted(CATALOGUE)
        for one in listed:
            assert (await client.get(f"{ROOT}/licences/{one['licence_id']}")).json() == one
        missing = await client.get(f"{ROOT}/licences/CC-BY-5.0")
    assert missing.status_code == 404
    assert "licence-readings" in missing.json()["detail"]


async def test_a_name_means_one_licence_or_it_is_said_which_may_be_meant(running: RunningService) -> None:
    names = ["CC BY 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.es", "CC BY", "of my own making"]
    readings = (await ask(running, "licence-readings", {"names": names}))["readings"]
    assert [one["name"] for one in readings] == names
    assert [one["licence_id"] for one in readings] == ["CC-BY-4.0", "CC-BY-SA-4.0", None, None]
    assert "CC-BY-4.0" in readings[2]["detail"]
    assert [one["detail"] is None for one in readings] == [True, True, False, False]


async def test_no_derivatives_lets_anybody_pass_the_whole_on_and_nobody_adapt_it(running: RunningService) -> None:
    parts = [
        {"key": "guide", "licence_id": "CC-BY-4.0", "held": True},
        {"key": "photograph", "licence_id": "CC-BY-ND-4.0"},
    ]
    terms = await ask(running, "licence-terms", {"parts": parts})
    assert (terms["seen_by"], terms["is_open"], terms["adaptation"]) == ("anonymous", True, [])
    assert terms["blocks"] == [{"bar": "no_derivatives", "parts": ["photograph"]}]
    assert decision(terms, "anonymous", "copy")["allowed"] is True
    refused = decision(terms, "anonymous", "adapt")
    assert (refused["allowed"], refused["reason"], refused["parts"]) == (False, "no_derivatives", ["photograph"])
    assert refused["ways"][0] == "adopt_unaltered"
    assert refused["detail"]


async def test_a_part_without_a_licence_keeps_the_whole_private(running: RunningService) -> None:
    parts = [{"key": "guide", "licence_id": "CC0-1.0"}, {"key": "draft", "held": True}]
    terms = await ask(running, "licence-terms", {"parts": parts})
    assert (terms["seen_by"], terms["is_open"]) == ("own", False)
    assert decision(terms, "partner", "see")["reason"] == "unset"
    assert (await ask(running, "licence-terms", {"parts": []}))["seen_by"] == "own"


async def test_what_names_no_licence_or_no_single_part_is_told_by_its_place(running: RunningService) -> None:
    parts = [{"key": "one", "licence_id": "CC BY"}, {"key": "one", "licence_id": "nonsense of mine"}]
    refused = await ask(running, "licence-terms", {"parts": parts}, 422)
    pointers = [one["pointer"] for one in refused["errors"]]
    assert pointers == ["/parts/0/licence_id", "/parts/1/key", "/parts/1/licence_id"]


@pytest.mark.parametrize(
    ("what", "sent"),
    [
        ("licence-readings", {"names": []}),
        ("licence-readings", {"names": ["x" * 201]}),
        ("licence-readings", {"names": ["CC0"] * 201}),
        ("licence-terms", {"parts": [{"key": ""}]}),
        ("licence-terms", {"parts": [{"key": "a", "licence": "CC0-1.0"}]}),
        ("licence-terms", {"parts": [{"key": "a", "held": 1}]}),
    ],
)
async def test_what_is_no_question_is_refused(running: RunningService, what: str, sent: dict[str, Any]) -> None:
    assert (await ask(running, what, sent, 422))["errors"]


async def test_a_caller_needs_the_scope_to_ask(running: RunningService) -> None:
    async with running.client(uuid4(), "dashboards.read") as client:
        assert (await client.post(f"{ROOT}/licence-terms", json={"parts": []})).status_code == 403
    async with running.client() as client:
        assert (await client.post(f"{ROOT}/licence-readings", json={"names": ["CC0"]})).status_code == 401
