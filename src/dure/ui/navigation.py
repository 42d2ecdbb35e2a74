"""The places in the top and bottom bars. The list itself is the site's (`NAVIGATION`): only it knows every room."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string


def to_everybody(_request: HttpRequest) -> bool:
    """Show a place in everybody's bars."""
    return True


@dataclass(frozen=True)
class Place:
    """A place people can go to: the name of its view, its Lucide icon, its word."""

    view: str
    icon: str
    label: str | Promise
    part_of: tuple[str, ...] = ()
    """Pages whose view name starts with one of these belong to the place too; by default those of its own view only."""
    is_shown_to: Callable[[HttpRequest], bool] = to_everybody
    """Whether the place stands in the bars of whoever asks."""
    instead_of: str = ""
    """The view of another place that makes room for this one: five are what a narrow phone's bar holds."""

    @property
    def url(self) -> str:
        """The place's address."""
        return reverse(self.view)

    def holds(self, view_name: str) -> bool:
        """Whether a page lies in this place."""
        return view_name == self.view or view_name.startswith(self.part_of)


@cache
def places(kind: str) -> tuple[Place, ...]:
    """Return the existing places of one kind: `bars` (top and bottom) or `foot`."""
    listed: dict[str, tuple[Place, ...]] = import_string(settings.NAVIGATION)
    return tuple(place for place in listed[kind] if _exists(place))


def places_for(request: HttpRequest, kind: str) -> tuple[Place, ...]:
    """Return the places of one kind that whoever asks is shown."""
    shown = [place for place in places(kind) if place.is_shown_to(request)]
    replaced = {place.instead_of for place in shown}
    return tuple(place for place in shown if place.view not in replaced)


def _exists(place: Place) -> bool:
    """Whether the house has the page."""
    try:
        reverse(place.view)
    except NoReverseMatch:
        return False
    return True


def current(request: HttpRequest, listed: tuple[Place, ...]) -> Place | None:
    """Return the place the request is in."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return next((place for place in listed if place.holds(name)), None)
