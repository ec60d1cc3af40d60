"""One client for services that run as processes of their own: the public URL map, as a transport."""

import httpx

from shared.cli import installed_services

PATHS = {path: name for name, service in installed_services().items() for path in service.paths}


class Gateway(httpx.AsyncBaseTransport):
    """Sends each request to the port of the process that answers its path."""

    def __init__(self, ports: dict[str, int]) -> None:
        self._ports = ports
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=100))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        owner = PATHS[max((path for path in PATHS if request.url.path.startswith(path)), key=len)]
        port = self._ports.get(owner) or self._ports[f"{owner} api"]
        request.url = request.url.copy_with(host="127.0.0.1", port=port)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
