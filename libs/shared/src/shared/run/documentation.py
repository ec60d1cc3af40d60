"""Serves the documentation site under /docs, where one process answers for all services.

The site is files that `make site` builds. Where there are none, a page says how to build them. The security headers are
those of every other answer; a browser asks whether its copy is still the newest, and is told so by an ETag.
"""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.run.edge import SECURITY_HEADERS

PATH = "/docs"
_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{words}</p></main></body>
</html>
"""
_NOT_BUILT = _PAGE.format(
    title="The documentation is not built here",
    words="Run <code>make site</code> in the repository and load this page again. Each service's own document is at "
    "<code>/&lt;service&gt;/openapi.json</code>.",
)
_NO_SUCH_PAGE = _PAGE.format(title="There is no such page", words='<a href="/docs/">The documentation begins here.</a>')


class Documentation:
    """An ASGI app over the folder of the built site, which may come and go while the process runs."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            answer = await self._answer(scope)
            await answer(scope, receive, _with_headers(send))

    async def _answer(self, scope: Scope) -> ASGIApp:
        if scope["method"] not in ("GET", "HEAD"):
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        if scope["path"] == PATH:
            return RedirectResponse(f"{PATH}/", 308)
        if self._folder is None or not (self._folder / "index.html").is_file():
            return HTMLResponse(_NOT_BUILT)
        try:
            files = StaticFiles(directory=self._folder, html=True)
            return await files.get_response(scope["path"].removeprefix(f"{PATH}/") or ".", scope)
        except HTTPException:
            return HTMLResponse(_NO_SUCH_PAGE, 404)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS:
                headers[name.decode()] = value.decode()
            headers["cache-control"] = "no-cache"
        await send(message)

    return sending
