"""What is sealed is read by its service, for its row, and by nobody else."""

import pytest

from shared.auth.sealing import Sealing, Unsealable

SEALING = Sealing("noted", "a secret")


def test_what_is_sealed_is_read_again_and_does_not_show() -> None:
    sealed = SEALING.seal("this row", b"content")
    assert SEALING.unseal("this row", sealed) == b"content"
    assert b"content" not in sealed
    assert sealed != SEALING.seal("this row", b"content")


@pytest.mark.parametrize(
    ("sealing", "about", "cut"),
    [
        (SEALING, "that row", None),
        (SEALING, "this row", 0),
        (SEALING, "this row", 20),
        (Sealing("noted", "another secret"), "this row", None),
        (Sealing("other", "a secret"), "this row", None),
    ],
)
def test_nothing_else_reads_it(sealing: Sealing, about: str, cut: int | None) -> None:
    sealed = SEALING.seal("this row", b"content")
    with pytest.raises(Unsealable, match=f"{sealing.service.upper()}_KEY_SECRET"):
        sealing.unseal(about, sealed[:cut])
