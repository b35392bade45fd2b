"""A server with ten places that serves some requests well, then answers all others with 418.

``python -m tests.load.breaking_server SERVES`` prints its port; ``GET /seen`` tells what it saw.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler
from threading import Lock, Semaphore

from tests.load.stalling_server import Server

HOLD_S = 0.1
STRANGE = 418


class Handler(BaseHTTPRequestHandler):
    """Keeps its connections."""

    protocol_version = "HTTP/1.1"
    serves = 0
    seen = 0
    broke_at: float | None = None
    last_at = 0.0
    lock, places = Lock(), Semaphore(10)

    def do_GET(self) -> None:
        """A page, or what was seen."""
        told = {"seen": Handler.seen, "broke_at": Handler.broke_at, "last_at": Handler.last_at}
        self._answer(200, json.dumps(told).encode() if self.path == "/seen" else b"")

    def do_POST(self) -> None:
        """Served in one of the places, or not at all."""
        self.rfile.read(int(self.headers["content-length"]))
        with Handler.lock:
            Handler.seen += 1
            Handler.last_at = time.monotonic()
            broken = Handler.seen > self.serves
            if broken and Handler.broke_at is None:
                Handler.broke_at = Handler.last_at
        if not broken:
            with self.places:
                time.sleep(HOLD_S)
        self._answer(STRANGE if broken else 201, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Handler.serves = int(sys.argv[1])
    server = Server(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
