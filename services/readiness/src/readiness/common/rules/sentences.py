"""Problems that rules name, as people are told them."""


def sentence(problem: str) -> str:
    """Returns the problem with a capital and a full stop."""
    return f"{problem[:1].upper()}{problem[1:]}."


def how_many(number: int, one: str, many: str) -> str:
    """Returns the number before the words that go with it."""
    return f"{number} {one if number == 1 else many}"
