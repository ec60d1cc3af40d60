"""Whether what discloses may begin, by how coaching says that the agreements stand."""


def holds(sharing: str) -> bool:
    return sharing in ("none_demanded", "in_force")
