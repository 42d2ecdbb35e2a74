"""How somebody looks at the house: language, brightness, size of letters, width of the screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import PATIENCE_MS

LANGUAGES = ("ko", "zh-hans", "en")
LOCALES = {"ko": "ko-KR", "zh-hans": "zh-CN", "en": "en-GB"}
PHONE = (390, 844)
SMALL_PHONE = (320, 640)
DESKTOP = (1280, 900)


@dataclass(frozen=True, kw_only=True)
class Look:
    """One way of looking at a page; `scale` is device pixels per CSS pixel."""

    language: str = "ko"
    is_dark: bool = False
    screen: tuple[int, int] = PHONE
    scale: float = 1
    has_script: bool = True
    has_service_worker: bool = False

    def options(self, address: str) -> dict[str, Any]:
        """Return Playwright's options for a browser context that looks this way."""
        width, height = self.screen
        return {
            "base_url": address,
            "viewport": {"width": width, "height": height},
            "device_scale_factor": self.scale,
            "is_mobile": width < DESKTOP[0],
            "has_touch": width < DESKTOP[0],
            "locale": LOCALES[self.language],
            "color_scheme": "dark" if self.is_dark else "light",
            "reduced_motion": "reduce",
            "java_script_enabled": self.has_script,
            "service_workers": "allow" if self.has_service_worker else "block",
        }


@contextmanager
def looking(browser: Browser, address: str, look: Look, state: Any = None) -> Iterator[BrowserContext]:
    """Open a fresh browser profile that looks at the house in one way; `state` is a signed-in visitor's cookies."""
    context = browser.new_context(**look.options(address), storage_state=state)
    context.set_default_timeout(PATIENCE_MS)
    speak(context, address, look.language)
    try:
        yield context
    finally:
        context.close()


def speak(context: BrowserContext, address: str, language: str) -> None:
    """Choose a language: a stranger's is a cookie, a person's is remembered by the house."""
    host = urlsplit(address).hostname or ""
    context.add_cookies([{"name": "django_language", "value": language, "domain": host, "path": "/"}])
    cookies = {each["name"]: each["value"] for each in context.cookies()}
    if "sessionid" in cookies:
        form = {"language": language, "csrfmiddlewaretoken": cookies.get("csrftoken", "")}
        reply = context.request.post("/preferences/", form=form, headers={"Referer": f"{address}/"})
        assert reply.ok, f"the language could not be changed: {reply.status}"
