"""One client for services that run as processes of their own: the public URL map, as a transport."""

import httpx

PATHS = {
    "/rostering": "rostering",
    "/competency": "competency api",
    "/ims/case": "competency api",
    "/dashboards": "dashboards",
    "/partners": "partners",
    "/oauth": "partners",
}


class Gateway(httpx.AsyncBaseTransport):
    """Sends each request to the port of the process that answers its path."""

    def __init__(self, ports: dict[str, int]) -> None:
        self._ports = ports
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=100))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        owner = next(name for path, name in PATHS.items() if request.url.path.startswith(path))
        request.url = request.url.copy_with(host="127.0.0.1", port=self._ports[owner])
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
