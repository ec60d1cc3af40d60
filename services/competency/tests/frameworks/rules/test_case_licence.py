"""What a licence opens to other districts: what it says without doubt, and nothing by silence."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from competency.frameworks.rules.case.licence import openness
from competency.frameworks.rules.framework import Framework, License, Link
from competency.frameworks.rules.life import FrameworkState
from services.competency.tests.frameworks.framework_pieces import BASE, WHEN

ID = UUID("7c1f0c8e-6a5e-4f0e-9a4e-2a5b7c1d9e99")


def licensed(title: str = "licence", text: str = "terms", uri: str | None = None) -> Framework:
    link = Link("licence", ID, uri)
    definition = License(identifier=ID, last_change=WHEN, title=title, license_text=text)
    return replace(BASE, document=replace(BASE.document, license=link), licenses=(definition,))


@pytest.mark.parametrize(
    ("framework", "expected"),
    [
        (BASE, "closed"),
        (licensed(), "closed"),
        (licensed("All rights reserved"), "closed"),
        (licensed("Not in the public domain"), "closed"),
        (licensed(text="We considered CC BY but decided against it."), "closed"),
        (licensed(uri="https://example.org/creativecommons.org/licenses/by/4.0/"), "closed"),
        (licensed(uri="https://creativecommons.org.evil.example/licenses/by/4.0/"), "closed"),
        (licensed(uri="https://creativecommons.org/licenses/by/4.0/"), "adapt"),
        (licensed(uri="http://www.creativecommons.org/licenses/by-nc-sa/4.0/deed.en"), "adapt"),
        (licensed(uri="https://creativecommons.org/licenses/by-nc-nd/4.0"), "read"),
        (licensed(uri="https://creativecommons.org/publicdomain/zero/1.0/"), "adapt"),
        (licensed("CC BY 4.0"), "adapt"),
        (licensed("CC-BY-NC-ND 4.0"), "read"),
        (licensed("Creative Commons Attribution-NoDerivatives 4.0"), "read"),
        (licensed("Creative  Commons\nAttribution 4.0 International"), "adapt"),
        (licensed("CC0"), "adapt"),
        (licensed("Public Domain"), "adapt"),
        (licensed(text=" https://creativecommons.org/licenses/by/4.0/ "), "adapt"),
    ],
)
def test_a_licence_opens_what_it_says_without_doubt(framework: Framework, expected: str) -> None:
    assert openness(framework, FrameworkState.ADOPTED) == expected
    assert openness(framework, FrameworkState.DEPRECATED) == expected


def test_a_draft_is_its_districts_alone() -> None:
    assert openness(licensed("CC0"), FrameworkState.DRAFT) == "closed"


def test_a_licence_that_lies_elsewhere_counts_by_its_link() -> None:
    elsewhere = Link("CC BY 4.0", ID)
    assert (
        openness(replace(BASE, document=replace(BASE.document, license=elsewhere)), FrameworkState.ADOPTED) == "adapt"
    )
