"""What a phone must fetch before a page stands, measured on the built files. These limits are hard."""

import gzip
from pathlib import Path

import pytest
from django.urls import reverse

from dure.ui import build

PAGE_BYTES = 70 * 1024
SCRIPT_BYTES = 20 * 1024
FONT_BYTES = 25 * 1024
HTML_BYTES = 20 * 1024
"""What the page itself may take of the budget."""


def _sent(url: str) -> int:
    """Return how many bytes a browser gets for a built file (gzip, which every browser takes)."""
    path = build.BUILD / Path(url).name
    squeezed = path.with_name(f"{path.name}.gz")
    return (squeezed if squeezed.exists() else path).stat().st_size


def test_the_script_before_any_touch_is_small():
    assert sum(_sent(url) for url in build.shell() if url.endswith(".js")) <= SCRIPT_BYTES


def test_the_display_font_is_small():
    fonts = [url for url in build.shell() if url.endswith(".woff2")]
    assert len(fonts) == 1
    assert _sent(fonts[0]) <= FONT_BYTES


def test_the_shell_leaves_room_for_a_page():
    assert sum(map(_sent, build.shell())) <= PAGE_BYTES - HTML_BYTES + 6 * 1024


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["web:home", "ledger:book", "people:regions", "account_login"])
def test_a_consumer_page_fits_the_budget(client, name):
    html = client.get(reverse(name)).content
    assert len(gzip.compress(html, 6)) + sum(map(_sent, build.shell())) <= PAGE_BYTES


def test_every_text_file_of_the_build_is_squeezed_beforehand():
    texts = [path for path in build.BUILD.rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    assert texts
    assert all(path.with_name(f"{path.name}{ending}").exists() for path in texts for ending in (".gz", ".br"))
