"""What a person chose about the look: theme, size of text, low data; kept in three cookies."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse

THEMES = ("auto", "light", "dark")
SIZES = ("normal", "large")
SAVERS = ("off", "on")
YEAR_S = 365 * 24 * 60 * 60

COOKIES = {"theme": "dure_theme", "size": "dure_size", "saver": "dure_saver"}
"""Which cookie keeps which choice."""

CHOICES = {"theme": THEMES, "size": SIZES, "saver": SAVERS}
"""What each may be; the first is what nobody has to choose."""


@dataclass(frozen=True)
class Preferences:
    """The look one person asked for."""

    theme: str = "auto"
    size: str = "normal"
    saver: str = "off"

    @property
    def is_large(self) -> bool:
        """Whether text is large."""
        return self.size == "large"

    @property
    def saves_data(self) -> bool:
        """Whether pictures and moving things stay away."""
        return self.saver == "on"


def read(cookies: Mapping[str, str], *, wishes_less_data: bool = False) -> Preferences:
    """Return the preferences in the cookies; unknown values count as not chosen."""
    chosen = {name: cookies[cookie] for name, cookie in COOKIES.items() if cookies.get(cookie) in CHOICES[name]}
    if wishes_less_data:
        chosen.setdefault("saver", "on")
    return Preferences(**chosen)


def changed(preferences: Preferences, wanted: Mapping[str, str]) -> Preferences:
    """Return the preferences with those of `wanted` that are real choices."""
    kept = {name: getattr(preferences, name) for name in COOKIES}
    kept |= {name: wanted[name] for name in COOKIES if wanted.get(name) in CHOICES[name]}
    return Preferences(**kept)


def write(response: HttpResponse, preferences: Preferences, *, is_secure: bool) -> None:
    """Keep the preferences in the browser for a year."""
    for name, cookie in COOKIES.items():
        response.set_cookie(
            cookie, getattr(preferences, name), max_age=YEAR_S, httponly=True, samesite="Lax", secure=is_secure
        )
