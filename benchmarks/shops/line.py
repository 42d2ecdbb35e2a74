"""One kept-open HTTP connection of one customer, as a browser or a program holds it."""

import http.client
import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"
PATIENCE_S = 120


@dataclass(frozen=True)
class Answer:
    """What came back; `location` is where it leads, "" where it leads nowhere."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def location(self) -> str:
        """The path and question of where it leads."""
        parts = urlsplit(self.headers.get("Location", ""))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def json(self) -> Any:
        """The text as JSON."""
        return json.loads(self.text)


@dataclass
class Line:
    """A connection to 127.0.0.1 with the cookies and headers that are sent every time."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path)

    def send_form(self, path: str, **fields: str | list[str]) -> Answer:
        """Send a form as the pages' scripts do, with the token of the cookie."""
        return self._ask("POST", path, urlencode(fields, doseq=True), {"Content-Type": FORM})

    def send_json(self, path: str, content: object) -> Answer:
        """Send JSON."""
        return self._ask("POST", path, json.dumps(content), {"Content-Type": "application/json"})

    def send_text(self, path: str, text: str) -> Answer:
        """Send something as plain text, which a page may send anywhere without asking first."""
        return self._ask("POST", path, text, {"Content-Type": "text/plain"})

    def hang_up(self) -> None:
        """Close the connection."""
        if self.connection:
            self.connection.close()

    def _ask(self, method: str, path: str, body: str = "", more: dict[str, str] | None = None) -> Answer:
        if self.connection is None:
            parts = urlsplit(self.address)
            self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_S)
        self.connection.request(method, path, body.encode() or None, self._headers() | (more or {}))
        reply = self.connection.getresponse()
        for line in reply.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return Answer(reply.status, reply.headers, reply.read().decode())

    def _headers(self) -> dict[str, str]:
        own = {"Origin": self.address, "Referer": f"{self.address}/", "Accept": "text/html, application/json;q=0.9"}
        if self.cookies:
            own["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            own["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        return own | self.headers
