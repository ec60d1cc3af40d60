"""Whatever a route answers in a test, its document declares: a client meets no status that it has not read of."""

import re
from collections.abc import Awaitable, Callable

import httpx
from fastapi import FastAPI


def ensures_declared(app: FastAPI) -> Callable[[httpx.Response], Awaitable[None]]:
    """Returns what looks at an answer; of two paths that fit, the one with fewer names counts."""
    operations = [
        (method.upper(), re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), set(operation["responses"]))
        for path, methods in sorted(app.openapi()["paths"].items(), key=lambda item: item[0].count("{"))
        for method, operation in methods.items()
    ]

    async def ensure(answer: httpx.Response) -> None:
        method, path, status = answer.request.method, answer.request.url.path, answer.status_code
        for known, pattern, declared in operations:
            if known == method and pattern.fullmatch(path):
                assert status >= 500 or str(status) in declared, (
                    f"{method} {path} does not declare that it answers {status}"
                )
                return

    return ensure
