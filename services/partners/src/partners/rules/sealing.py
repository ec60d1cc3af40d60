"""Secrets that we must be able to read again, encrypted at rest (AES-256-GCM)."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class Unsealable(Exception):
    """It was sealed with another secret, for another purpose, or damaged."""


def seal(secret: str, about: str, content: bytes) -> bytes:
    """Encrypt; `about` says what it is (kind and id), so that a row's content cannot be moved to another row."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(secret).encrypt(nonce, content, about.encode())


def unseal(secret: str, about: str, sealed: bytes) -> bytes:
    """The content again.

    Raises:
        Unsealable: PARTNERS_KEY_SECRET is not the one it was sealed with, say.
    """
    try:
        return _cipher(secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable(f"{about} cannot be read: is PARTNERS_KEY_SECRET the one it was written with?") from error


def _cipher(secret: str) -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"trellis partners sealing v1").derive(secret.encode())
    return AESGCM(key)
