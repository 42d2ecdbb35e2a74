"""Places on pages: what rooms above show on a page below."""

from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from dure.kernel.http import DureRequest
from dure.ui import places

PAGE = Template('{% load ui %}<p>{% place "test.page" thing %}</p>')


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave no filling behind."""
    yield
    places._FILLINGS.pop("test.page", None)


def drawn(thing: str) -> str:
    """Return the page about a thing."""
    return PAGE.render(Context({"request": RequestFactory().get("/"), "thing": thing}))


def test_a_place_nobody_fills_is_empty() -> None:
    assert drawn("peas") == "<p></p>"


def test_rooms_fill_a_place_in_their_order_and_each_once() -> None:
    places.fill("test.page", template="ui/offline.html", context=lambda _request, _thing: None)
    for _time in range(2):
        places.fill("test.page", template="ui/_toast.html", context=toast_of)
    assert drawn("<peas>").count("&lt;peas&gt;") == 1


def toast_of(_request: DureRequest, thing: str) -> dict[str, object]:
    """Return what a toast shows."""
    return {"tone": "info", "message": thing}
