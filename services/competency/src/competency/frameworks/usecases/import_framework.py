"""Importing a framework: a CASE package becomes an edition of the framework, which is published.

The same package again changes nothing, nor does one that says the same, such as our own export. A package that differs
is the next edition: its items are brought up to date, those it no longer has are retired, never deleted, for evidence
may point at them; the report counts them. One that would leave a framework without any is refused.
"""

import asyncio
import hashlib
from dataclasses import asdict
from decimal import Decimal
from uuid import UUID

from competency.common.scales import Scale
from competency.frameworks.queries.editions import EditionRecord, find_edition
from competency.frameworks.queries.frameworks import FrameworkRecord, lock_or_add_framework
from competency.frameworks.rules.case.importing import read_package
from competency.frameworks.rules.case.licence import openness
from competency.frameworks.rules.case.report import stored_defects
from competency.frameworks.rules.case.text import NotJson, UnreadablePackage
from competency.frameworks.rules.framework import Framework
from competency.frameworks.rules.life import FrameworkState, validate_item_count
from competency.frameworks.schemas.frameworks import DefectOut, ImportReport
from competency.frameworks.usecases.save_framework import Prepared, Progress, no_progress, prepare, save_framework
from shared.db.query import Transaction
from shared.errors import Invalid, Malformed, invalid


async def import_framework(
    session: Transaction,
    district_id: UUID,
    raw: bytes,
    scale: Scale,
    *,
    base_url: str,
    state: FrameworkState = FrameworkState.ADOPTED,
) -> ImportReport:
    """Stores the package as the framework's newest edition; `state` is that of a framework which is new. Raises a 400
    for what is no JSON, a 422 that says where for what is no package or would leave nothing of the framework.
    """
    prepared = await asyncio.to_thread(lambda: prepare(read(raw), base_url))
    return await save_import(session, district_id, raw, prepared, scale, state)


async def save_import(
    session: Transaction,
    district_id: UUID,
    raw: bytes,
    prepared: Prepared,
    scale: Scale,
    state: FrameworkState,
    progress: Progress = no_progress,
) -> ImportReport:
    """Stores what was prepared of the package, unless it says what is here already; `progress` is called after each
    step.
    """
    fingerprint = hashlib.sha256(f"{_fingerprinted(scale)}\n".encode() + raw).hexdigest()
    document = prepared.framework.document
    current = await lock_or_add_framework(
        session, district_id, document.identifier, title=document.title, scale=scale, state=state
    )
    latest = await find_edition(session, prepared.framework_id, current.edition)
    if latest is not None and _is_known(current, latest, prepared, scale, fingerprint):
        return _report(current, prepared, current.edition, scale, changed=False)
    items = latest.package["CFItems"] if latest is not None else []
    if problem := validate_item_count(len(items), len(prepared.items)):
        raise invalid("/CFItems", problem)
    removed = {UUID(item["identifier"]) for item in items} - {row.item_id for row in prepared.items}
    saved = await save_framework(
        session,
        current,
        prepared,
        scale,
        fingerprint=fingerprint,
        defects=stored_defects(prepared.framework.warnings),
        publish_all=True,
        progress=progress,
    )
    return _report(current, prepared, saved.edition, scale, changed=True, removed=len(removed))


def _fingerprinted(scale: Scale) -> str:
    # As it has been written from the first release on: a package imported then is still the same one.
    return f"Scale(minimum={scale.minimum!r}, maximum={scale.maximum!r}, mastery={scale.mastery!r})"


def read(raw: bytes) -> Framework:
    """Returns the framework in the package, repaired: like `prepare`, pure work of up to seconds that is done in a
    thread. Raises a 400 or a 422 for what cannot be read.
    """
    try:
        return read_package(raw)
    except UnreadablePackage as error:
        kind = Malformed if isinstance(error, NotJson) else Invalid
        raise kind(
            "This is not a CASE package that can be read; nothing was kept.",
            errors=[{"pointer": error.pointer, "detail": error.reason}],
        ) from error


def _is_known(
    current: FrameworkRecord, latest: EditionRecord, prepared: Prepared, scale: Scale, fingerprint: str
) -> bool:
    return latest.fingerprint == fingerprint or (current.scale == scale and latest.package == prepared.package)


def _report(
    current: FrameworkRecord, prepared: Prepared, edition: int, scale: Scale, *, changed: bool, removed: int = 0
) -> ImportReport:
    framework = prepared.framework
    return ImportReport(
        framework_id=framework.document.identifier,
        edition=edition,
        title=framework.document.title,
        items=len(framework.items),
        associations=len(framework.associations),
        scale_minimum=scale.minimum,
        scale_maximum=scale.maximum,
        mastery_score=scale.mastery,
        state=current.state,
        licence=openness(framework, FrameworkState(current.state)).value,
        changed=changed,
        removed=removed,
        defects=[DefectOut(**asdict(defect)) for defect in framework.warnings],
        defects_mended=len(framework.warnings),
    )


def scale_of(minimum: Decimal, maximum: Decimal, mastery: Decimal) -> Scale:
    """Returns the scale that evidence on the framework is scored in. Raises a 422 where its points are out of order."""
    try:
        return Scale(minimum, maximum, mastery)
    except ValueError as error:
        raise invalid("/mastery_score", str(error)) from error
