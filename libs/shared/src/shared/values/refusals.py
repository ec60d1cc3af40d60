"""Why a value cannot be taken, for people and for programs. Pure."""


class Unacceptable(ValueError):
    """Says in words why, by a code which of the reasons that there are it is, and which limit the value broke."""

    def __init__(self, words: str, code: str, **limits: int) -> None:
        super().__init__(words)
        self.code, self.limits = code, limits
