"""`/resources/v1/licences`: the licences there are, which one is meant, and what the parts of an item come to."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path

from resources.common.api import Reader
from resources.licences.rules.adapting import adaptation, carriers, choosable
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.deciding import Act, explanation, may
from resources.licences.rules.effective import Audience, Effective, Part, effective
from resources.licences.rules.licence import Licence
from resources.licences.rules.reading import LONGEST, find_licence, validate_licence
from resources.licences.schemas import (
    BlockShown,
    DecisionShown,
    LicenceNames,
    LicenceReading,
    LicenceReadings,
    LicenceShown,
    PartsSent,
    TermsShown,
)
from shared.auth.dependencies import Public
from shared.errors import Invalid, NotFound

router = APIRouter(prefix="/resources/v1", tags=["licences"])

_Word = TypeVar("_Word", bound=StrEnum)


@router.get("/licences", dependencies=[Public])
async def list_licences() -> list[LicenceShown]:
    """List the licences.

    Lists every licence that a part of an item may have, with the rights that it gives and what it demands, in the order
    of their ids: those of Creative Commons in all versions, others of the SPDX License List that occur in schools'
    material, and three of ours: `private`, `partnership` and `all-rights-reserved`. Public.
    """
    return [_shape(CATALOGUE[one]) for one in sorted(CATALOGUE)]


@router.get("/licences/{licence_id}", dependencies=[Public])
async def get_licence(licence_id: Annotated[str, Path(max_length=LONGEST)]) -> LicenceShown:
    """Get a licence.

    Answers one licence by its id. Public.
    """
    if licence_id not in CATALOGUE:
        raise NotFound("There is no such licence here. Send what it is called to /resources/v1/licence-readings.")
    return _shape(CATALOGUE[licence_id])


@router.post("/licence-readings")
async def explain_licence_names(sent: LicenceNames, _: Reader) -> LicenceReadings:
    """Ask which licences are meant.

    Answers which licence each of these names, addresses or ids means, and why that is open where it is: another version
    is another licence, so that none is guessed. Nothing is kept.
    """
    return LicenceReadings(readings=[_reading(name) for name in sent.names])


@router.post("/licence-terms")
async def explain_licence_terms(sent: PartsSent, _: Reader) -> TermsShown:
    """Ask what the parts of an item come to.

    Answers what one may do with an item of these parts, which each keep their licence: everybody, districts under an
    agreement with yours, and your own; where something is not allowed, because of which parts, and what may lawfully be
    done instead. Also answers which licences a work may carry that you make by changing them. Nothing is kept.
    """
    parts = _parts(sent)
    whole, adapted = effective(parts), adaptation(parts, Audience.OWN)
    return TermsShown(
        seen_by=whole.seen_by,
        is_open=whole.is_open,
        licence_ids=list(whole.licence_ids),
        decisions=[_decision(audience, act, whole) for audience in Audience for act in Act],
        adaptation=sorted(adapted.licence_ids),
        blocks=[BlockShown(bar=one.bar, parts=list(one.parts)) for one in adapted.blocks],
    )


def _parts(sent: PartsSent) -> list[Part]:
    """Raises Invalid where a licence is none, or a key names two parts."""
    errors = []
    seen: set[str] = set()
    for place, one in enumerate(sent.parts):
        if one.key in seen:
            errors.append(
                {"pointer": f"/parts/{place}/key", "detail": "Another part has this key: give it one of its own."}
            )
        seen.add(one.key)
        if one.licence_id is not None:
            problems = validate_licence(f"/parts/{place}/licence_id", one.licence_id)
            errors += [{"pointer": problem.pointer, "detail": problem.detail} for problem in problems]
    if errors:
        raise Invalid("These parts cannot be judged; see errors.", errors=errors)
    return [Part(one.key, _meant(one.licence_id), one.held, one.linked) for one in sent.parts]


def _meant(name: str | None) -> str | None:
    found = None if name is None else find_licence(name)
    return None if found is None else found.licence_id


def _reading(name: str) -> LicenceReading:
    found = find_licence(name)
    details = [problem.detail for problem in validate_licence("", name)]
    return LicenceReading(
        name=name, licence_id=None if found is None else found.licence_id, detail=" ".join(details) or None
    )


def _decision(audience: Audience, act: Act, whole: Effective) -> DecisionShown:
    decision = may(audience, act, whole)
    return DecisionShown(
        audience=audience,
        act=act,
        allowed=decision.allowed,
        reason=decision.reason,
        parts=list(decision.parts),
        demands=_in_order(decision.demands),
        ways=list(decision.ways),
        detail=explanation(decision),
    )


def _shape(licence: Licence) -> LicenceShown:
    return LicenceShown(
        licence_id=licence.licence_id,
        kind=licence.kind,
        version=licence.version,
        name=licence.name,
        title=licence.title,
        deed_url=licence.deed_url,
        text_url=licence.text_url,
        rights=_in_order(licence.rights),
        demands=_in_order(licence.demands),
        partner_rights=_in_order(licence.partner_rights),
        can_be_chosen=licence.licence_id in choosable(),
        carried_by=sorted(carriers(licence.licence_id)),
    )


def _in_order(words: Iterable[_Word]) -> list[_Word]:
    """As they are declared, so that two answers are the same text."""
    found = frozenset(words)
    return [one for one in type(next(iter(found))) if one in found] if found else []
