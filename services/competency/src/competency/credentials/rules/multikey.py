"""Ed25519 keys and signatures as Data Integrity writes them: in base58btc, a key behind the number of its kind.

Source: W3C Controlled Identifiers 1.0, sections on Multibase and Multikey.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from joserfc.jwk import OKPKey

from competency.credentials.rules.vocabulary import MadeJson

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = bytes((0xED, 0x01))
_LONGEST = 128
"""Characters; a signature has 89."""


def base58(value: bytes) -> str:
    """Returns the bytes in base58btc, with the z before them that multibase asks for."""
    number, digits = int.from_bytes(value, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _DIGITS[digit] + digits
    return "z" + "1" * (len(value) - len(value.lstrip(b"\0"))) + digits


def from_base58(text: object) -> bytes:
    """Raises ValueError for what is not written so, or is longer than any key or signature."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > _LONGEST:
        raise ValueError("it is not written in base58btc")
    number = 0
    for digit in text[1:]:
        number = number * 58 + _DIGITS.index(digit)
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multibase(key: OKPKey) -> str:
    x = str(key.as_dict(private=False)["x"])
    return base58(_ED25519 + urlsafe_b64decode(x + "=" * (-len(x) % 4)))


def multikey_id(did: str, key: OKPKey) -> str:
    """Returns the key's id. The key itself is in it: it cannot be mistaken, and needs no DID to be resolved."""
    return f"{did}#{multibase(key)}"


def multikey(did: str, key: OKPKey) -> MadeJson:
    """Returns the public key as a verification method."""
    written = multibase(key)
    return {"id": f"{did}#{written}", "type": "Multikey", "controller": did, "publicKeyMultibase": written}


def from_multibase(text: object) -> OKPKey:
    """Raises ValueError for what is no Ed25519 key."""
    value = from_base58(text)
    if value[:2] != _ED25519 or len(value) != 34:
        raise ValueError("it is no Ed25519 key")
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": urlsafe_b64encode(value[2:]).rstrip(b"=").decode()})
