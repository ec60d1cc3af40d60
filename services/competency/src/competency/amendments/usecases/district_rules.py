"""The rules that a district sets for requests for amendment, and the defaults where it has set none."""

from dataclasses import asdict

from competency.amendments.queries.district_rules import find_district_rules, save_district_rules
from competency.amendments.rules.clock import AmendmentRules
from competency.amendments.schemas import RulesIn, RulesOut
from competency.learners.usecases.see import require_district
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import EditedMeanwhile, invalid
from shared.http.editing import ensure_current


async def rules_in_force(session: Transaction) -> AmendmentRules:
    """Returns the rules that a request made now is made under."""
    found = await find_district_rules(session)
    return found.rules if found else AmendmentRules()


async def read_rules(session: Transaction) -> tuple[RulesOut, int]:
    """Returns the district's rules and their version; the defaults, as version 0, where it has set none."""
    found = await find_district_rules(session)
    return _rules_out(found.rules if found else AmendmentRules()), found.version if found else 0


async def set_rules(session: Transaction, caller: Caller, new: RulesIn, expected: str) -> tuple[RulesOut, int]:
    """Sets the district's rules for requests from now on; returns them with their version."""
    require_district(caller)
    _, version = await read_rules(session)
    ensure_current(expected, version)
    try:
        rules = AmendmentRules(**new.model_dump())
    except ValueError as error:
        raise invalid("/notice_days", str(error)) from None
    saved = await save_district_rules(session, caller.district_id, rules, changed_by=caller.subject, expected=version)
    if saved is None:
        raise EditedMeanwhile("This has been edited since you read it. Read it again, then repeat your change.")
    return _rules_out(rules), saved


def _rules_out(rules: AmendmentRules) -> RulesOut:
    return RulesOut(**asdict(rules))
