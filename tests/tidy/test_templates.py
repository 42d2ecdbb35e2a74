"""Every template compiles, with the components it uses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines
from django.template.loader import get_template

from .rules.house import House

ROOT = Path(__file__).resolve().parents[2]


def _templates() -> Iterator[str]:
    """The name of every HTML template of the house, as a page would ask for it."""
    for path in House(ROOT).files:
        if path.suffix == ".html" and "templates" in path.parts:
            yield str(Path(*path.parts[path.parts.index("templates") + 1 :]))


@pytest.mark.parametrize("name", sorted(set(_templates())))
def test_the_template_compiles_with_its_components(name: str) -> None:
    """Tags, filters and components are known, blocks are closed."""
    get_template(name)


@pytest.mark.parametrize(
    "text",
    ["{% block main %}", "{% nothing_of_the_sort %}", "{{ price|as_gold }}", "{% if %}{% endif %}"],
    ids=["an open block", "an unknown tag", "an unknown filter", "an empty condition"],
)
def test_a_broken_template_is_found(text: str) -> None:
    """Compiling finds what a page would stumble over."""
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string(text)
