"""The pages of docs/ that come from the code: a stale one is found (`dure check` looks at the real ones)."""

from pathlib import Path

import pytest

from dure.cli.docs import PAGES, fresh_pages, stale_pages
from dure.site.config import Config


@pytest.fixture(scope="module")
def pages() -> dict[Path, str]:
    """Every generated page as it should be."""
    return fresh_pages()


@pytest.fixture
def written(pages: dict[Path, str], tmp_path: Path) -> Path:
    """A folder with these pages."""
    for path, text in pages.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_pages_are_the_same_every_time(pages: dict[Path, str]) -> None:
    """Two runs give the same text, or every check would be a coin."""
    assert fresh_pages() == pages


@pytest.mark.parametrize("name", PAGES)
def test_a_stale_page_is_found_with_its_difference(written: Path, name: str) -> None:
    """A line that the code does not say is shown."""
    page = written / "docs" / f"{name}.md"
    page.write_text(page.read_text(encoding="utf-8") + "Made up.\n", encoding="utf-8")

    stale = stale_pages(written)

    assert list(stale) == [Path("docs") / f"{name}.md"]
    assert "-Made up." in stale[Path("docs") / f"{name}.md"]


def test_a_missing_page_is_found(written: Path) -> None:
    """A page that was never written is stale too."""
    (written / "docs/map.md").unlink()

    assert list(stale_pages(written)) == [Path("docs/map.md")]


def test_every_setting_has_its_line_and_its_sentence(pages: dict[Path, str]) -> None:
    """No variable is read that the paper does not explain."""
    page = pages[Path("docs/settings.md")]

    for name, field in Config.model_fields.items():
        assert f"| `DURE_{name.upper()}` |" in page
        assert field.description, f"{name} has no description"
