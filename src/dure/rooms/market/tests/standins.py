"""Small servers on this machine that stand where a payment company's would; they know what they were asked."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes]


class StandIn:
    """Answers every request with `answer(method, path, body, headers)` and keeps what it got."""

    def __init__(self, answer: Callable[[str, str, bytes, dict[str, str]], Answer] | None = None) -> None:
        """Listen on a free port of 127.0.0.1."""
        self.status = 200
        self.got: list[tuple[bytes, dict[str, str]]] = []
        self.paths: list[str] = []
        self.answer = answer or (lambda *_asked: (self.status, b"{}"))
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                stand_in.got.append((body, headers))
                stand_in.paths.append(f"{self.command} {self.path}")
                status, answer = stand_in.answer(self.command, self.path, body, headers)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = _serve  # noqa: N815  the names http.server looks for

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()


def as_json(document: object, status: int = 200) -> Answer:
    """Return an answer with a document."""
    return status, json.dumps(document).encode()
