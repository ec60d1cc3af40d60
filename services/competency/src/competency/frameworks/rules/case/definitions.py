"""Reading what the items of a package refer to: its definitions and its rubrics."""

from __future__ import annotations

from datetime import datetime

from competency.frameworks.rules.case.fields import Fields
from competency.frameworks.rules.case.identity import NODE, Identifiers
from competency.frameworks.rules.framework import (
    Concept,
    Criterion,
    CriterionLevel,
    Grouping,
    ItemType,
    License,
    Rubric,
    Subject,
)


class Definitions:
    """Reads each kind of definition; `changed` stands in for a moment of change that is missing."""

    def __init__(self, identifiers: Identifiers, changed: datetime) -> None:
        self._identifiers = identifiers
        self._changed = changed

    def grouping(self, fields: Fields) -> Grouping:
        return Grouping(
            identifier=self._identifiers.settle("CFAssociationGroupings", fields),
            uri=fields.uri(),
            title=fields.required_text("title"),
            description=fields.text("description"),
            last_change=self._change(fields),
        )

    def item_type(self, fields: Fields) -> ItemType:
        return ItemType(
            identifier=self._identifiers.settle("CFItemTypes", fields),
            uri=fields.uri(),
            title=fields.required_text("title"),
            description=fields.required_text("description"),
            hierarchy_code=fields.required_text("hierarchyCode"),
            type_code=fields.text("typeCode"),
            last_change=self._change(fields),
        )

    def subject(self, fields: Fields) -> Subject:
        return Subject(
            identifier=self._identifiers.settle("CFSubjects", fields),
            uri=fields.uri(),
            title=fields.required_text("title"),
            hierarchy_code=fields.required_text("hierarchyCode"),
            description=fields.text("description"),
            last_change=self._change(fields),
        )

    def concept(self, fields: Fields) -> Concept:
        return Concept(
            identifier=self._identifiers.settle("CFConcepts", fields),
            uri=fields.uri(),
            title=fields.required_text("title"),
            keywords=fields.text("keywords"),
            hierarchy_code=fields.required_text("hierarchyCode"),
            description=fields.text("description"),
            last_change=self._change(fields),
        )

    def license(self, fields: Fields) -> License:
        return License(
            identifier=self._identifiers.settle("CFLicenses", fields),
            uri=fields.uri(),
            title=fields.required_text("title"),
            description=fields.text("description"),
            license_text=fields.required_text("licenseText"),
            last_change=self._change(fields),
        )

    def rubric(self, fields: Fields) -> Rubric:
        """Returns a rubric with its criteria and their levels; read after the items that its criteria point at."""
        return Rubric(
            identifier=self._identifiers.settle("CFRubrics", fields),
            uri=fields.uri(),
            title=fields.text("title"),
            description=fields.text("description"),
            criteria=tuple(self._criterion(inner) for inner in fields.objects("CFRubricCriteria")),
            last_change=self._change(fields),
        )

    def _criterion(self, fields: Fields) -> Criterion:
        fields.ignore("rubricId")  # it repeats the rubric around it
        return Criterion(
            identifier=self._identifiers.settle("CFRubricCriteria", fields),
            uri=fields.uri(),
            category=fields.text("category"),
            description=fields.text("description"),
            item=self._identifiers.link(fields, "CFItemURI", NODE),
            weight=fields.number("weight"),
            position=fields.integer("position"),
            levels=tuple(self._level(inner) for inner in fields.objects("CFRubricCriterionLevels")),
            last_change=self._change(fields),
        )

    def _level(self, fields: Fields) -> CriterionLevel:
        fields.ignore("rubricCriterionId")  # it repeats the criterion around it
        return CriterionLevel(
            identifier=self._identifiers.settle("CFRubricCriterionLevels", fields),
            uri=fields.uri(),
            description=fields.text("description"),
            quality=fields.text("quality"),
            score=fields.number("score"),
            feedback=fields.text("feedback"),
            position=fields.integer("position"),
            last_change=self._change(fields),
        )

    def _change(self, fields: Fields) -> datetime:
        # The last field every record reads, so here it is known which fields nobody asked for.
        moment = fields.instant("lastChangeDateTime", self._changed)
        fields.close()
        return moment
