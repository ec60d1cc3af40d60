"""The demo network's own competency framework, as a strict CASE 1.1 package.

The words are in framework.txt. Identifiers are UUIDv5 of a namespace and the item's code, because CASE's
pattern admits no UUIDv7 and because publishing the framework twice must name the same items.
"""

from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from demo.outline import Item, Kind, read_outline

NAMESPACE = UUID("6f1d6c0e-6a57-5d0b-9b1e-2f4f1c9a7e21")
BASE_URI = "https://frameworks.trellis.example/ims/case/v1p1"
CHANGED = "2026-07-01T00:00:00Z"
TITLE = "Trellis Demonstration Framework"
LICENCE = "Terms of the Trellis repository"
MASTERY_SCORE = 3

LEVEL_GRADES: dict[int, tuple[str, ...]] = {
    1: ("KG", "01"),
    2: ("01", "02"),
    3: ("03", "04"),
    4: ("05", "06"),
    5: ("06", "07"),
    6: ("07", "08"),
    7: ("09", "10"),
    8: ("11", "12"),
}
"""Where learners most often meet a level. It describes and places nobody: each moves at their own pace."""

SCALE: tuple[tuple[int, str, str, str], ...] = (
    (
        1,
        "Beginning",
        "Shows parts of the target with close help.",
        "Find one part that already works and build on it.",
    ),
    (
        2,
        "Approaching",
        "Shows most of the target, with gaps or with some help.",
        "Name the gap and try it again.",
    ),
    (
        3,
        "Proficient",
        "Shows the whole target alone and in more than one setting. This is mastery.",
        "Move on.",
    ),
    (
        4,
        "Exceeding",
        "Carries the target over to new and demanding settings or teaches it.",
        "Use it for others.",
    ),
)

_ITEM_TYPES = {
    Kind.AREA: ("1", "A large field of learning."),
    Kind.TOPIC: ("2", "A strand of an area that is measured by a progression of targets."),
    Kind.TARGET: ("3", "What a learner shows: the unit of evidence and mastery."),
}
_GROUPINGS = {"isChildOf": "Outline", "precedes": "Learning progressions"}


@cache
def items() -> tuple[Item, ...]:
    """All items in the order of the outline."""
    return read_outline(Path(__file__).with_name("framework.txt").read_text(encoding="utf-8"))


def targets() -> tuple[Item, ...]:
    """The learning targets alone: the items that carry evidence."""
    return tuple(item for item in items() if item.kind is Kind.TARGET)


def identifier(code: str, seed_namespace: UUID = NAMESPACE) -> str:
    """The CASE identifier of the item with this code."""
    return str(uuid5(seed_namespace, f"CFItems/{code}"))


def package(seed_namespace: UUID = NAMESPACE) -> dict[str, Any]:
    """The whole framework as a CASE 1.1 CFPackage."""
    return _Package(seed_namespace).build()


class _Package:
    def __init__(self, namespace: UUID) -> None:
        self.namespace = namespace
        self.by_code = {item.code: item for item in items()}

    def build(self) -> dict[str, Any]:
        return {
            "CFDocument": self._document(),
            "CFItems": [self._item(item) for item in items()],
            "CFAssociations": self._associations(),
            "CFDefinitions": self._definitions(),
            "CFRubrics": [self._rubric()],
        }

    def _node(self, collection: str, name: str) -> dict[str, Any]:
        id_ = str(uuid5(self.namespace, f"{collection}/{name}"))
        return {"identifier": id_, "uri": f"{BASE_URI}/{collection}/{id_}", "lastChangeDateTime": CHANGED}

    def _link(self, collection: str, name: str, title: str) -> dict[str, str]:
        node = self._node(collection, name)
        return {"title": title, "identifier": node["identifier"], "uri": node["uri"]}

    def _document(self) -> dict[str, Any]:
        areas = [item for item in items() if item.kind is Kind.AREA]
        return self._node("CFDocuments", "framework") | {
            "caseVersion": "1.1",
            "creator": "Trellis demonstration network",
            "title": TITLE,
            "description": "An invented framework for demonstrations and tests: three areas, measurement "
            "topics below them, and in each topic a progression of learning targets over eight levels.",
            "subject": [area.title for area in areas],
            "subjectURI": [self._link("CFSubjects", area.code, area.title) for area in areas],
            "language": "en",
            "version": "2026.1",
            "adoptionStatus": "Adopted",
            "statusStartDate": CHANGED[:10],
            "licenseURI": self._link("CFLicenses", "own", LICENCE),
        }

    def _item(self, item: Item) -> dict[str, Any]:
        area = self.by_code[item.code[:2]]
        record = self._node("CFItems", item.code) | {
            "fullStatement": item.statement,
            "abbreviatedStatement": item.title,
            "humanCodingScheme": item.code,
            "CFItemType": item.kind.value,
            "CFItemTypeURI": self._link("CFItemTypes", item.kind.name, item.kind.value),
            "subject": [area.title],
            "subjectURI": [self._link("CFSubjects", area.code, area.title)],
            "language": "en",
        }
        if item.level is not None:
            record |= {
                "educationLevel": list(LEVEL_GRADES[item.level]),
                "conceptKeywords": [f"Level {item.level}"],
                "conceptKeywordsURI": self._link("CFConcepts", f"level-{item.level}", f"Level {item.level}"),
            }
        return record

    def _associations(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        children: dict[str | None, int] = {}
        for item in items():
            children[item.parent] = children.get(item.parent, 0) + 1
            parent = self._end(item.parent) if item.parent else self._root()
            found.append(
                self._association("isChildOf", item.code, self._end(item.code), parent)
                | {"sequenceNumber": children[item.parent]}
            )
        for item in items():
            for earlier in item.follows:
                ends = self._end(earlier), self._end(item.code)
                found.append(self._association("precedes", f"{earlier}>{item.code}", *ends))
        return found

    def _association(self, type_: str, name: str, origin: object, destination: object) -> dict[str, Any]:
        return self._node("CFAssociations", f"{type_}/{name}") | {
            "associationType": type_,
            "originNodeURI": origin,
            "destinationNodeURI": destination,
            "CFAssociationGroupingURI": self._link("CFAssociationGroupings", type_, _GROUPINGS[type_]),
        }

    def _end(self, code: str) -> dict[str, str]:
        return self._link("CFItems", code, self.by_code[code].title) | {"targetType": "CASE"}

    def _root(self) -> dict[str, str]:
        return self._link("CFDocuments", "framework", TITLE) | {"targetType": "CASE"}

    def _definitions(self) -> dict[str, Any]:
        return {
            "CFConcepts": self._levels(),
            "CFSubjects": [
                self._node("CFSubjects", area.code)
                | {"title": area.title, "hierarchyCode": area.code, "description": area.statement}
                for area in items()
                if area.kind is Kind.AREA
            ],
            "CFLicenses": [
                self._node("CFLicenses", "own")
                | {
                    "title": LICENCE,
                    "licenseText": "Under the terms of the repository that holds these words.",
                }
            ],
            "CFItemTypes": [
                self._node("CFItemTypes", kind.name)
                | {
                    "title": kind.value,
                    "description": text,
                    "hierarchyCode": code,
                    "typeCode": kind.name.lower(),
                }
                for kind, (code, text) in _ITEM_TYPES.items()
            ],
            "CFAssociationGroupings": [
                self._node("CFAssociationGroupings", type_) | {"title": title} for type_, title in _GROUPINGS.items()
            ],
        }

    def _levels(self) -> list[dict[str, Any]]:
        return [
            self._node("CFConcepts", f"level-{level}")
            | {
                "title": f"Level {level}",
                "hierarchyCode": str(level),
                "description": f"Often met in grades {' and '.join(grades)}; paces differ.",
            }
            for level, grades in LEVEL_GRADES.items()
        ]

    def _rubric(self) -> dict[str, Any]:
        criterion = self._node("CFRubricCriteria", "proficiency")
        rubric = self._node("CFRubrics", "scale")
        return rubric | {
            "title": "Four-point proficiency scale",
            "description": "Evidence is scored in halves from 0 (nothing shown yet) to 4. Mastery is 3.",
            "CFRubricCriteria": [
                criterion
                | {
                    "category": "Proficiency",
                    "description": "How fully, how independently and how widely the target is shown.",
                    "weight": 1.0,
                    "position": 1,
                    "rubricId": rubric["identifier"],
                    "CFRubricCriterionLevels": [
                        self._node("CFRubricCriterionLevels", quality)
                        | {
                            "score": float(score),
                            "quality": quality,
                            "description": description,
                            "feedback": feedback,
                            "position": score,
                            "rubricCriterionId": criterion["identifier"],
                        }
                        for score, quality, description, feedback in SCALE
                    ],
                }
            ],
        }
