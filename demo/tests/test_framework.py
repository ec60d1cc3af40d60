import json
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from demo import framework
from demo.outline import Kind, OutlineError, read_outline

SCHEMA = Path(__file__).resolve().parents[3] / "shared/standards/case_v1p1/getCFPackage-200-responsepayload-schema.json"
PACKAGE = framework.package()


def associations(type_: str) -> list[dict[str, Any]]:
    return [a for a in PACKAGE["CFAssociations"] if a["associationType"] == type_]


def ends(association: dict[str, Any]) -> tuple[str, str]:
    return association["originNodeURI"]["identifier"], association["destinationNodeURI"]["identifier"]


def nodes(value: object) -> list[dict[str, Any]]:
    """Everything that is a thing of its own, not a link to one."""
    if isinstance(value, list):
        return [node for each in value for node in nodes(each)]
    if not isinstance(value, dict):
        return []
    own = [value] if "lastChangeDateTime" in value else []
    return own + [node for each in value.values() for node in nodes(each)]


def links(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [link for each in value for link in links(each)]
    if not isinstance(value, dict):
        return []
    own = [value] if "identifier" in value and "lastChangeDateTime" not in value else []
    return own + [link for each in value.values() for link in links(each)]


@pytest.mark.skipif(not SCHEMA.exists(), reason=f"the official CASE 1.1 schema is not at {SCHEMA}")
def test_the_package_passes_the_official_strict_schema() -> None:
    # The schema names the 2020-12 dialect by an http address that jsonschema does not know: take it by hand.
    validator = Draft202012Validator(json.loads(SCHEMA.read_text()), format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(PACKAGE)] == []
    broken = PACKAGE | {"CFItems": [{"fullStatement": "no identifier"}]}
    assert not validator.is_valid(broken)


def test_it_holds_three_areas_sixteen_topics_and_a_progression_in_each() -> None:
    kinds = [item.kind for item in framework.items()]
    assert (kinds.count(Kind.AREA), kinds.count(Kind.TOPIC), kinds.count(Kind.TARGET)) == (3, 16, 128)
    for topic in (item for item in framework.items() if item.kind is Kind.TOPIC):
        levels = [item.level for item in framework.items() if item.parent == topic.code]
        assert levels == list(framework.LEVEL_GRADES)


def test_every_statement_is_a_sentence_of_its_own() -> None:
    statements = [item.statement for item in framework.items()]
    assert len(set(statements)) == len(statements)
    for statement in statements:
        assert statement[0].isupper()
        assert statement.endswith(".")
        assert len(statement.split()) >= 8
    titles = [item.title for item in framework.items()]
    assert len(set(titles)) == len(titles)


def test_identifiers_are_unique_and_every_link_resolves() -> None:
    known = {node["identifier"]: node["uri"] for node in nodes(PACKAGE)}
    assert len(known) == len(nodes(PACKAGE))
    for link in links(PACKAGE):
        assert known[link["identifier"]] == link["uri"]


def test_every_item_is_one_child_in_an_unbroken_order() -> None:
    children: dict[str, list[int]] = {}
    for association in associations("isChildOf"):
        children.setdefault(ends(association)[1], []).append(association["sequenceNumber"])
    assert len(associations("isChildOf")) == len(PACKAGE["CFItems"])
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in children.values())


def test_precedes_is_acyclic_joins_targets_only_and_never_goes_down_a_level() -> None:
    graph: dict[str, set[str]] = {}
    for association in associations("precedes"):
        origin, destination = ends(association)
        graph.setdefault(destination, set()).add(origin)
    assert len(list(TopologicalSorter(graph).static_order())) == len(framework.targets())
    levels = {target.code: target.level or 0 for target in framework.targets()}
    for target in framework.targets():
        assert all(levels[code] <= levels[target.code] for code in target.follows)


def test_successive_targets_precede_one_another() -> None:
    pairs = {ends(association) for association in associations("precedes")}
    for target in framework.targets():
        topic, level = target.parent, target.level or 0
        if level > 1:
            both = (
                framework.identifier(f"{topic}.{level - 1}"),
                framework.identifier(target.code),
            )
            assert both in pairs


def test_the_scale_has_four_points_and_mastery_is_proficient() -> None:
    (criterion,) = PACKAGE["CFRubrics"][0]["CFRubricCriteria"]
    points = {level["score"]: level["quality"] for level in criterion["CFRubricCriterionLevels"]}
    assert list(points) == [1, 2, 3, 4]
    assert points[framework.MASTERY_SCORE] == "Proficient"


@settings(deadline=None, max_examples=20)
@given(st.uuids(), st.uuids())
def test_a_namespace_decides_all_identifiers_and_nothing_else(one: UUID, other: UUID) -> None:
    first, second = framework.package(one), framework.package(other)
    assert first == framework.package(one)
    assert first["CFItems"][0]["identifier"] == framework.identifier("MA", one)
    shared = {n["identifier"] for n in nodes(first)} & {n["identifier"] for n in nodes(second)}
    assert bool(shared) == (one == other)
    assert [i["fullStatement"] for i in first["CFItems"]] == [i["fullStatement"] for i in second["CFItems"]]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("MA Mathematics without a statement", "line 1"),
        ("MA Maths: All of it.\n    1 Lost: A target below no topic.", "stands below nothing"),
        ("MA Maths: All of it.\n  1 Lost: A level where a topic belongs.", "line 2"),
        ("MA Maths: All of it.\nMA Maths: Again.", "twice"),
        ("MA Maths: All.\n  NQ N: All.\n    1 One [after LI.WR.1]: It follows nothing.", "LI.WR.1"),
        (
            "MA Maths: All.\n  NQ N: All.\nLI Lit: All.\n    1 One: A target of the topic before.",
            "below nothing",
        ),
    ],
)
def test_a_wrong_outline_is_refused_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(OutlineError, match=complaint):
        read_outline(text)
