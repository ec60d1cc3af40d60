"""What rules of every subject speak of."""

from typing import Any

JsonObject = dict[str, Any]
"""A JSON object whose members depend on its kind: a feed row's payload, a token's claims, a public key."""

JsonArray = list[Any]
"""A JSON array that a column holds."""
