"""A small HTTP server for tests of the gate: each path answers what the test says, or never."""

from __future__ import annotations

import socket
import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """One answer. A page that ``hangs`` never comes, one that ``drops``
    breaks its connection; ``then`` is what comes the next time."""

    body: str = "<!doctype html><title>stub</title><h1>stub</h1>"
    status: int = 200
    kind: str = HTML
    location: str = ""
    hangs: bool = False
    drops: bool = False
    then: Page | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Stub:
    """Serves ``pages`` on a loopback port; ``seen`` holds each path asked for and its headers, lower case.

    ``asked`` holds methods and paths, as in ``POST /save``, ``bodies`` what was posted. ``preflights`` holds
    the paths of OPTIONS requests, which are answered with the page's headers. ``port`` 0 is any free one.
    """

    pages: dict[str, Page]
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    preflights: list[str] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Stub:
        self._closing = threading.Event()
        self._asked = threading.Condition()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                if length := int(self.headers.get("content-length", 0)):
                    stub.bodies.append(self.rfile.read(length))
                with stub._asked:
                    stub.asked.append(f"{self.command} {self.path}")
                    stub.seen.append((self.path, headers))
                    stub._asked.notify_all()
                page = stub.pages.get(self.path, Page(status=404))
                if page.then is not None:
                    stub.pages[self.path] = page.then
                if page.drops:
                    # Reset, not closed: a browser asks again by itself after the latter.
                    linger = struct.pack("ii", 1, 0)
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    self.connection.close()
                    return
                if page.hangs:
                    stub._closing.wait()
                    return
                body = page.body.encode()
                self.send_response(page.status)
                self.send_header("content-type", page.kind)
                self.send_header("content-length", str(len(body)))
                if page.location:
                    self.send_header("location", page.location)
                for name, value in page.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_OPTIONS(self) -> None:
                stub.preflights.append(self.path)
                self.send_response(204)
                for name, value in stub.pages.get(self.path, Page()).headers:
                    self.send_header(name, value)
                self.end_headers()

            do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """A browser that hangs up is no error here."""

        self._server = Server(("127.0.0.1", self.port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait_for(self, path: str, within_s: float = 20.0) -> None:
        """Return when somebody has asked for ``path``."""
        with self._asked:
            came = self._asked.wait_for(lambda: any(asked == path for asked, _ in self.seen), within_s)
        assert came, f"nobody asked for {path} within {within_s:g} s"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"
