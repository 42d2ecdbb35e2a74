"""What a browser complains about while a page loads: the things a person never sees and a developer should."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

LOUD = ("error", "warning")
OWN_DOING = "Service Worker registration blocked by Playwright"
"""Most tests look at pages without the service worker, so that every page comes from the house itself."""
HOSTLESS = ("data", "blob", "about")
ABANDONED = "net::ERR_ABORTED"
"""Chromium's word for a request that the next navigation overtook; nobody waits for it any more."""


@dataclass
class Watch:
    """Collects a page's complaints from the moment it is made: console, uncaught errors, requests that went wrong."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        self.page.on("console", self._hear_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        self.page.on("request", self._hear_request)
        self.page.on("requestfailed", self._hear_failure)
        self.page.on("response", self._hear_response)

    def taken(self) -> list[str]:
        """Return what was heard since the last call, and forget it."""
        heard, self.complaints = self.complaints, []
        return heard

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type in LOUD and OWN_DOING not in message.text:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _hear_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in HOSTLESS and parts.netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"asked another host: {request.url}")

    def _hear_failure(self, request: Request) -> None:
        if request.failure != ABANDONED:
            self.complaints.append(f"request failed: {request.url} ({request.failure})")

    def _hear_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.url}")
