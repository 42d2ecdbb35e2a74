"""Which rules of accessibility a page breaks, as axe-core in the page finds."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "src/dure/ui/frontend/node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that ask about colours: what can differ between light and dark, where the document is the same."""
WORDS = [
    *("aria-command-name", "aria-input-field-name", "button-name", "document-title", "empty-heading"),
    *("html-lang-valid", "image-alt", "label", "link-name", "select-name", "summary-name", "svg-img-alt", "valid-lang"),
]
"""The rules that ask about names: what can differ where other parts of a page are shown."""
DRAWN = "svg *"
"""The shapes of a drawing, of which only the whole says what it is."""
RUN = """([drawn, options]) => axe.run({exclude: [[drawn]]}, options).then(all => all.violations.map(violation => ({
    rule: violation.id, help: violation.help,
    nodes: violation.nodes.slice(0, 4).map(node => node.target.join(' ') + ' — ' + (node.any[0]?.message ?? '')),
})))"""


@cache
def _script() -> str:
    if not SCRIPT.exists():
        pytest.fail("axe-core is not there: build the front end first (./dure up, or npm ci in src/dure/ui/frontend).")
    return SCRIPT.read_text(encoding="utf-8")


def violations(page: Page, *, only: list[str] | None = None, without: frozenset[str] = frozenset()) -> list[str]:
    """Return a line for each rule the page breaks, with the first places; `only` and `without` name rules."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_script())  # evaluated, not added as a tag: the page's content security policy stays on
    options = {
        "runOnly": {"type": "rule", "values": only} if only else {"type": "tag", "values": STANDARDS},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found: list[dict[str, Any]] = page.evaluate(RUN, [DRAWN, options])
    return [f"{one['rule']}: {one['help']} at {' | '.join(one['nodes'])}" for one in found]
