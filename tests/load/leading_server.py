"""A server that leads on, and whoever it leads to: it answers as told, and keeps what it saw."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Self

from tests.load.stalling_server import Server

Answer = Callable[[str, str, int], tuple[int, str]]
"""From a method, a path and how often it was asked before: the status, and where to, if anywhere."""


class LeadingServer:
    """Up within its ``with`` block; ``asked`` is what arrived, as in ``GET /quiz``."""

    def __init__(self, answer: Answer = lambda *_: (200, "")) -> None:
        self.asked: list[str] = []
        self.cookies: list[str] = []
        self.answer = answer
        asked, cookies, lock = self.asked, self.cookies, threading.Lock()

        def answered(method: str, path: str, cookie: str) -> tuple[int, str]:
            with lock:
                before = asked.count(f"{method} {path}")
                asked.append(f"{method} {path}")
                cookies.append(cookie)
            return self.answer(method, path, before)

        class Handler(BaseHTTPRequestHandler):
            """Keeps its connections."""

            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """Answers as it is told to."""
                self.rfile.read(int(self.headers.get("content-length") or 0))
                status, to = answered(self.command, self.path, self.headers.get("cookie", ""))
                body = b"" if status != 200 else to.encode()
                self.send_response(status)
                if to and status != 200:
                    self.send_header("location", to)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 - the standard library's name

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
