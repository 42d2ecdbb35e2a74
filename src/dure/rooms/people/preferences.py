"""The cookies by which pages know how a person likes them, and what they mean. Pure.

The ui renders from these cookies (a stranger has them too); for a person they are copies of what `Person` remembers.
"""

from collections.abc import Mapping
from typing import Final, Protocol

LANGUAGE_COOKIE: Final = "django_language"
THEME_COOKIE: Final = "dure_theme"
SIZE_COOKIE: Final = "dure_size"
DATA_COOKIE: Final = "dure_data"
COOKIE_AGE_S: Final = 60 * 60 * 24 * 365


class Likes(Protocol):
    """How somebody likes their pages."""

    language: str
    theme: str
    is_text_large: bool
    is_data_low: bool


def cookies_of(likes: Likes) -> dict[str, str]:
    """Return the cookies that say what this person likes."""
    return {
        LANGUAGE_COOKIE: likes.language,
        THEME_COOKIE: likes.theme,
        SIZE_COOKIE: "lg" if likes.is_text_large else "md",
        DATA_COOKIE: "low" if likes.is_data_low else "full",
    }


def likes_in(cookies: Mapping[str, str]) -> dict[str, str | bool]:
    """Return what cookies say, as the arguments of `change_preferences`; what they do not say is left out."""
    said: dict[str, str | bool] = {}
    if LANGUAGE_COOKIE in cookies:
        said["language"] = cookies[LANGUAGE_COOKIE]
    if THEME_COOKIE in cookies:
        said["theme"] = cookies[THEME_COOKIE]
    if SIZE_COOKIE in cookies:
        said["is_text_large"] = cookies[SIZE_COOKIE] == "lg"
    if DATA_COOKIE in cookies:
        said["is_data_low"] = cookies[DATA_COOKIE] == "low"
    return said
