"""The roles in which people answer a readiness assessment."""

from typing import Literal, get_args

Role = Literal["leader", "teacher", "student", "family", "union", "technology"]
ROLES: tuple[Role, ...] = get_args(Role)
