"""What every page knows about its look (a context processor). Asks the database nothing but who sees which place."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from dure.ui import navigation, preferences
from dure.ui.navigation import Place
from dure.ui.preferences import Preferences


@dataclass(frozen=True)
class Look:
    """How this page is to look, and what stands around it."""

    preferences: Preferences
    places: tuple[Place, ...]
    here: Place | None
    bars: tuple[str, ...]
    """What the bars are drawn of: where one is, and the places by name."""
    foot: tuple[Place, ...]
    parts: Mapping[str, tuple[str, ...]]
    languages: tuple[tuple[str, str], ...]
    language: str
    is_demo: bool
    path: str


def look_of(request: HttpRequest) -> Look:
    """Return the look of a request's page."""
    places = navigation.places_for(request, "bars")
    here = navigation.current(request, places)
    wishes_less_data = request.headers.get("Save-Data", "").lower() == "on"
    return Look(
        preferences=preferences.read(request.COOKIES, wishes_less_data=wishes_less_data),
        places=places,
        here=here,
        bars=(here.view if here else "", *(place.view for place in places)),
        foot=navigation.places("foot"),
        parts=settings.PAGE_PARTS,
        languages=tuple(settings.LANGUAGES),
        language=get_language() or settings.LANGUAGE_CODE,
        is_demo=settings.DEMO,
        path=request.get_full_path(),
    )


def look(request: HttpRequest) -> dict[str, object]:
    """Put `look` into every template."""
    return {"look": SimpleLazyObject(lambda: look_of(request))}
