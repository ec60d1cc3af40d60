"""A partner's webhook endpoint: real HTTP, checks the signature, keeps what came in the order it came."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from standardwebhooks import Webhook


class Receiver:
    """Messages by webhook id, in order of first arrival; repeats are counted."""

    def __init__(self) -> None:
        self.messages: dict[str, dict[str, Any]] = {}
        self.repeats = 0
        self.forged = 0
        self.secret = ""
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = self.rfile.read(length)
                if len(body) < length:  # the sender was killed in the middle of it
                    return
                status = receiver.take({k.lower(): v for k, v in self.headers.items()}, body)
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        try:
            Webhook(self.secret).verify(body, headers)
        except Exception:
            self.forged += 1
            return 401
        with self._lock:
            if headers["webhook-id"] in self.messages:
                self.repeats += 1
            else:
                self.messages[headers["webhook-id"]] = json.loads(body)
        return 204

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
