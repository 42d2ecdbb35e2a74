"""Places on pages: a room's page leaves one, and rooms above it that have something to show there fill it.

`{% place "stage.show" show %}` in the page; in the room above, once at start:
`fill("stage.show", template="market/_stage_goods.html", context=goods_of)`. The lower room stays ignorant of the upper.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from django.template import Context
from django.template.engine import Engine
from django.utils.safestring import SafeString, mark_safe

from dure.kernel.http import DureRequest

Asked = Callable[[DureRequest, Any], Mapping[str, object] | None]
"""Returns what the template needs to show of the thing the page is about; None where there is nothing to show."""


class Filling(NamedTuple):
    """What one room shows in a place."""

    template: str
    context: Asked


_FILLINGS: Final[dict[str, list[Filling]]] = defaultdict(list)


def fill(place: str, *, template: str, context: Asked) -> None:
    """Show a template in a place, after those that fill it already; a second time changes nothing."""
    filling = Filling(template, context)
    if all(each.template != template for each in _FILLINGS[place]):
        _FILLINGS[place].append(filling)


def shown(context: Context, place: str, thing: object) -> SafeString:
    """Return what the rooms above show in a place, of the thing it is about; they see the page's own names too."""
    request, engine = context["request"], Engine.get_default()
    drawn = []
    for filling in _FILLINGS.get(place, ()):
        found = filling.context(request, thing)
        if found is not None:
            with context.push(**found):
                drawn.append(engine.get_template(filling.template).render(context))
    return mark_safe("".join(drawn))  # noqa: S308  each was drawn by a template, which escapes
