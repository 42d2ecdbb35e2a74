"""What the bars tell whoever looks (how much is in the basket, what is new), asked together with who it is.

The list itself is the site's (`settings.BAR_FACTS`): only it knows every room. People's first statement brings the
facts of a page; where it did not (a form shown again, a program), each asker asks the database alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def _nothing(_request: HttpRequest) -> dict[str, object]:
    return {}


@dataclass(frozen=True)
class BarFact:
    """One value of a bar, as SQL over `person.id` and the arrays `own.ids`, `own.open_ids`, `helped.ids` (or null)."""

    sql: str
    parameters: Callable[[HttpRequest], dict[str, object]] = _nothing
    """What the SQL's own `%(names)s` stand for."""


@cache
def facts() -> Mapping[str, BarFact]:
    """Return the site's facts by name."""
    return {name: import_string(path) for name, path in settings.BAR_FACTS.items()}


def questions(request: HttpRequest) -> dict[str, object] | None:
    """Return what the facts' SQL is asked with; None where no bars will be shown."""
    if request.method != "GET" or request.path.startswith("/api/"):
        return None
    return {name: value for fact in facts().values() for name, value in fact.parameters(request).items()}


def told(request: HttpRequest, name: str) -> object | None:
    """Return a fact brought with the person who asks; None where it was not."""
    brought: Mapping[str, object] = getattr(request, "bar_facts", {})
    return brought.get(name)


def forget(request: HttpRequest, name: str) -> None:
    """Have a fact asked anew: this very request changes it."""
    getattr(request, "bar_facts", {}).pop(name, None)
