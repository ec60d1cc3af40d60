"""Instruments and versions in the shape in which routes answer them."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice

from readiness.instruments.queries.instruments import InstrumentRecord
from readiness.instruments.queries.offers import Offer, OfferRecord
from readiness.instruments.queries.versions import InstrumentVersion, VersionRecord
from readiness.instruments.rules.comparability import THRESHOLD, Comparison
from readiness.instruments.rules.differences import Change
from readiness.instruments.rules.notice import usual_notices
from readiness.instruments.schemas.comparison import (
    ChangeOut,
    ComparabilityOut,
    ComparisonOut,
    ConditionKept,
    FieldChangeOut,
    KeptOut,
    QuestionDiffering,
    QuestionPair,
)
from readiness.instruments.schemas.content import content_of
from readiness.instruments.schemas.instruments import (
    DraftNamed,
    DraftOut,
    InstrumentOut,
    LineOut,
    OfferedOut,
    OfferedWithContent,
    OriginOut,
    ProblemOut,
    SheetReport,
    VersionOut,
    VersionWithContent,
)
from readiness.instruments.usecases.compare_versions import VersionComparison
from readiness.instruments.usecases.read_instrument import problems_of
from readiness.instruments.usecases.write_draft import ImportedDraft
from shared.values.json_types import Json

MOST_PROBLEMS = 200
"""So many problems of a draft are named at once, and of a sheet's lines: an answer is not to outgrow what was sent."""


def instrument_out(record: InstrumentRecord) -> InstrumentOut:
    origin = draft = None
    if record.origin_instrument_id is not None and record.origin_version is not None:
        origin = OriginOut(
            instrument_id=record.origin_instrument_id, version=record.origin_version, adopted=record.adopted
        )
    if record.draft_version is not None and record.draft_revision is not None:
        draft = DraftNamed(version=record.draft_version, revision=record.draft_revision)
    return InstrumentOut(
        instrument_id=record.instrument_id,
        title=record.title,
        state=record.state,
        latest_published=record.latest_published,
        draft=draft,
        origin=origin,
        created_at=record.created_at,
    )


def version_out(record: VersionRecord) -> VersionOut:
    return VersionOut.model_validate(record)


def version_with_content(version: InstrumentVersion) -> VersionWithContent:
    return VersionWithContent(**version.record._asdict(), content=content_of(version.content))


async def draft_out(draft: InstrumentVersion) -> DraftOut:
    """Returns the draft with its problems."""
    problems = await problems_of(draft.content)
    return DraftOut(
        **draft.record._asdict(),
        content=content_of(draft.content),
        problems=[ProblemOut.model_validate(problem) for problem in islice(problems, MOST_PROBLEMS)],
        who_sees={terms.role: usual_notices(terms.minimum) for terms in draft.content.roles},
    )


async def sheet_report(imported: ImportedDraft) -> SheetReport:
    """Returns the draft that was made of a sheet, with what is wrong with the sheet."""
    sheet, draft = imported.sheet, await draft_out(imported.draft)
    lines = [
        LineOut(
            line=one.line,
            column=one.column,
            problem=one.problem,
            refused=one.refused,
            left_out=one.line in sheet.left_out,
        )
        for one in islice(sheet.problems, MOST_PROBLEMS)
    ]
    named = {name: getattr(draft, name) for name in DraftOut.model_fields}
    return SheetReport(**named, left_out=len(sheet.left_out), lines=lines)


def offered_out(record: OfferRecord) -> OfferedOut:
    return OfferedOut.model_validate(record)


def offered_with_content(offer: Offer) -> OfferedWithContent:
    return OfferedWithContent(**offer.record._asdict(), content=content_of(offer.content))


def comparison_out(found: VersionComparison) -> ComparisonOut:
    return ComparisonOut(
        instrument_id=found.new.record.instrument_id,
        version=found.new.record.version,
        from_instrument_id=found.from_instrument_id,
        from_version=found.from_version,
        changes=[_change_out(change) for change in found.changes],
        comparability=None if found.comparison is None else _comparability_out(found.comparison),
        not_comparable_because=found.why_not,
    )


def _change_out(change: Change) -> ChangeOut:
    fields = [FieldChangeOut(field=one.field, old=_as_json(one.old), new=_as_json(one.new)) for one in change.fields]
    return ChangeOut(part=change.part, key=change.key, how=list(change.how), fields=fields)


def _comparability_out(found: Comparison) -> ComparabilityOut:
    return ComparabilityOut(
        threshold=THRESHOLD,
        whole=KeptOut.model_validate(found.whole),
        conditions=[
            ConditionKept(key=key, share=kept.share, comparable=kept.comparable)
            for key, kept in found.conditions.items()
        ],
        questions=[QuestionPair(key=key, from_key=old) for key, old in found.questions.items()],
        others=[QuestionDiffering(key=key, differs_in=list(names)) for key, names in found.others.items()],
    )


def _as_json(value: object) -> Json:
    """Returns the value of an instrument's field as JSON has it; numbers with decimal places are text."""
    if isinstance(value, Mapping):
        return {str(key): _as_json(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_as_json(one) for one in value]
    return f"{value:f}" if isinstance(value, Decimal) else value
