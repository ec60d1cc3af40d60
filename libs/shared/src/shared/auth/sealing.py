"""Secrets that a service must be able to read again, encrypted at rest (AES-256-GCM)."""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class Unsealable(Exception):
    """It was sealed with another secret, by another service, for another purpose, or damaged."""


@dataclass(frozen=True)
class Sealing:
    """What a service seals with: its `<SERVICE>_KEY_SECRET`. Two services with the same secret read nothing of each
    other's.
    """

    service: str
    secret: str

    def seal(self, about: str, content: bytes) -> bytes:
        """Encrypt; `about` says what it is (kind and id), so that a row's content cannot be moved to another row."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, content, about.encode())

    def unseal(self, about: str, sealed: bytes) -> bytes:
        """The content again.

        Raises:
            Unsealable: the secret is not the one it was sealed with, say.
        """
        try:
            return self._cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError) as error:
            setting = f"{self.service.upper()}_KEY_SECRET"
            raise Unsealable(f"{about} cannot be read: is {setting} the one it was written with?") from error

    def _cipher(self) -> AESGCM:
        info = f"trellis {self.service} sealing v1".encode()
        return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(self.secret.encode()))
