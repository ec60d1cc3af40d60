"""The official schemas and real packages lie beside the repository, not in it: without them their tests skip."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

SHARED = Path(__file__).resolve().parents[5] / "shared"
FORMATS = FormatChecker(formats=["date"])
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[!-~]*")


@FORMATS.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or bool(INSTANT.fullmatch(value) and datetime.fromisoformat(value))


@FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(URI.fullmatch(value) and not set(value) & set('<>"{}|\\^`'))


Validate = Callable[[str, Any], None]


@pytest.fixture(scope="session")
def official() -> Validate:
    """Asserts that a body is valid against the official schema of an operation, such as getCFItem."""
    validators: dict[str, Draft202012Validator] = {}

    def validate(operation: str, body: Any) -> None:
        if operation not in validators:
            name = f"{operation}-200-responsepayload-schema.json"
            path = SHARED / "standards" / "case_v1p1" / name
            if not path.exists():
                pytest.skip(f"the official schema is not there: {path}")
            validators[operation] = Draft202012Validator(json.loads(path.read_text()), format_checker=FORMATS)
        # Through text, as it leaves the house: what JSON cannot say shows here.
        problems = [error.message for error in validators[operation].iter_errors(json.loads(json.dumps(body)))]
        assert problems == []

    return validate


@pytest.fixture(scope="session", params=["small-package.json", "smarter-balanced-math.json"])
def real_package(request: pytest.FixtureRequest) -> bytes:
    path: Path = SHARED / "data" / "case" / request.param
    if not path.exists():
        pytest.skip(f"the real package is not there: {path}")
    return path.read_bytes()
