"""Somebody who uses the house's API over plain HTTP, and tries again when nobody answers."""

import http.client
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from dure.kernel.ids import new_id

PATIENCE_S = 15
AGAIN_S = 0.05
BUSY = {409, 429, 500, 502, 503}
"""Answers that say: not done now, ask again with the same key."""


@dataclass
class Visitor:
    """One signed-in person with a browser's cookies; `location` is where the last answer led."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    patience_s: float = PATIENCE_S
    location: str = ""

    def sign_in(self, login: str, password: str) -> None:
        """Sign in by the page's own form."""
        self.post_form("/sign/login/", login=login, password=password)
        assert "sessionid" in self.cookies, f"{login} could not sign in"

    def post_form(self, path: str, **fields: str) -> None:
        """Open a page and send its form."""
        _status, page = self.ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, f"{path} has no form"
        body = urlencode({**fields, "csrfmiddlewaretoken": token[1]})
        status, _page = self.ask("POST", path, body, "application/x-www-form-urlencoded")
        assert status == http.client.FOUND, f"{path} answered {status}"

    def ask(
        self, method: str, path: str, body: str = "", kind: str = "application/json", key: str = ""
    ) -> tuple[int, str]:
        """Send one request and return status and text; raises OSError or HTTPException when nobody answers."""
        parts = urlsplit(self.address)
        headers = {"Accept": "text/html, application/json;q=0.9", "Referer": self.address, "Origin": self.address}
        headers |= {"Content-Type": kind} if body else {}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        if key:
            headers["Idempotency-Key"] = key
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=self.patience_s)
        try:
            connection.request(method, path, body.encode(), headers)
            reply = connection.getresponse()
            self.location = reply.headers.get("Location", "")
            for line in reply.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: each.coded_value for name, each in SimpleCookie(line).items()}
            return reply.status, reply.read().decode(errors="replace")
        finally:
            connection.close()


@dataclass
class Founder(threading.Thread):
    """Founds one organisation after another until told to stop; keeps what was acknowledged."""

    visitor: Visitor
    prefix: str
    stopping: threading.Event
    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    retries: int = 0

    def __post_init__(self) -> None:
        """Become a thread."""
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        """Threads are kept in sets by Python."""
        return id(self)

    def run(self) -> None:
        """Found until told to stop; what was begun is brought to its end."""
        number = 0
        while not self.stopping.is_set():
            number += 1
            self.found(f"{self.prefix} {number}")

    def found(self, name: str) -> None:
        """Ask again with the same key until somebody says yes or no."""
        key, body = str(new_id()), json.dumps({"kind": "farm", "name": name})
        while True:
            try:
                status, text = self.visitor.ask("POST", "/api/organisations", body, key=key)
            except (OSError, http.client.HTTPException):
                status, text = 503, ""
            if status == http.client.CREATED:
                self.acknowledged[name] = json.loads(text)["id"]
                return
            if status not in BUSY:
                self.refused.append(f"{name}: {status} {text[:300]}")
                return
            self.retries += 1
            time.sleep(AGAIN_S)
