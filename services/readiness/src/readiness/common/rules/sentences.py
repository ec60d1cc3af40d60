"""Problems that rules name, as people are told them."""


def sentence(problem: str) -> str:
    """Returns the problem with a capital and a full stop."""
    return f"{problem[:1].upper()}{problem[1:]}."
