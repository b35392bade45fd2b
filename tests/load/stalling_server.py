"""A server whose truth is known: it answers at once, but for one second in which it does nothing at all.

``python -m tests.load.stalling_server STALLS_AT_S`` prints its port; the clock begins with the first request.
"""

from __future__ import annotations

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

STALL_S = 1.0


class Handler(BaseHTTPRequestHandler):
    """Keeps its connections."""

    protocol_version = "HTTP/1.1"
    stalls_at_s = 0.0
    began_s = 0.0
    lock = Lock()

    def do_GET(self) -> None:
        """Nothing, once the stall is over."""
        with Handler.lock:
            Handler.began_s = Handler.began_s or time.perf_counter()
        at_s = time.perf_counter() - Handler.began_s
        if self.stalls_at_s <= at_s < self.stalls_at_s + STALL_S:
            time.sleep(self.stalls_at_s + STALL_S - at_s)
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Every request in a thread."""

    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, *_: object) -> None:
        """Say nothing: a load that ends takes its connections with it."""


if __name__ == "__main__":
    Handler.stalls_at_s = float(sys.argv[1])
    server = Server(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
