"""What somebody may do by their role."""

from shared.auth.callers import Caller
from shared.auth.claims import Role
from shared.errors import NotAllowed
from shared.roster.visibility import DISTRICT_ROLES


def require_role(caller: Caller, *roles: Role) -> None:
    """Raises a 403 that names who may."""
    if caller.role not in roles:
        raise NotAllowed(f"This is for {' and '.join(roles)}; you are signed in as {caller.role}.")


def require_district(caller: Caller) -> None:
    """Raises a 403 for somebody who sees their own learners only."""
    require_role(caller, *sorted(DISTRICT_ROLES))
