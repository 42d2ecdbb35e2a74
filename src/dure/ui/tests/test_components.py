"""Components: each one is shown on the kit page, and what strangers write stays text."""

from pathlib import Path

import pytest
from django.template import engines
from django.urls import reverse
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

from dure.ui.kit import ORDER, SHEETS, sheets

COTTON = Path(__file__).parents[1] / "templates" / "cotton"
COMPONENTS = sorted(path.stem for path in COTTON.glob("*.html"))
WICKED = '"><script>alert(1)</script>'


def rendered(source: str, **context: object) -> str:
    """Render a template written in place, compiled as a template file would be."""
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


def _called(component: str, source: str) -> bool:
    """Whether a template calls a component."""
    name = f"<c-{component.replace('_', '-')}"
    return any(name + after in source for after in (" ", ">", "/", "\n"))


def test_there_are_at_least_thirty_five_components():
    assert len(COMPONENTS) >= 35


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_on_the_kit_page(component):
    sources = [sheet.source for sheet in sheets()] + [(COTTON.parent / "ui" / "kit.html").read_text(encoding="utf-8")]
    inside = [path.read_text(encoding="utf-8") for path in COTTON.glob("*.html")]
    assert any(_called(component, source) for source in sources + inside)


def test_the_kit_shows_every_sheet():
    assert {path.stem for path in SHEETS.glob("*.html")} == set(ORDER)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "zh-hans", "en"])
def test_the_kit_opens_in_every_language(client, language):
    client.cookies["django_language"] = language
    response = client.get(reverse("ui:kit"))
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()


@pytest.mark.django_db
def test_pages_carry_no_inline_style_and_no_inline_script(client):
    html = client.get(reverse("ui:kit")).content.decode()
    outside_samples = html.replace("&lt;", "")
    assert " style=" not in outside_samples
    assert "<style" not in outside_samples
    assert all("src=" in tag.split(">")[0] for tag in outside_samples.split("<script")[1:])


@pytest.mark.parametrize(
    "source",
    [
        '<c-button :data-name="wicked">x</c-button>',
        '<c-button :href="wicked">x</c-button>',
        '<c-row :title="wicked" :detail="wicked" />',
        '<c-avatar :name="wicked" />',
        "<c-chip>{{ wicked }}</c-chip>",
        '<c-search :label="wicked" :value="wicked" />',
        '<c-sparkline :values="[1, 2]" :label="wicked" />',
        '<c-bar-chart :points="points" :caption="wicked" />',
        '<c-card :heading="wicked">x</c-card>',
    ],
)
def test_what_strangers_write_stays_text(source):
    html = rendered(source, wicked=WICKED, points=[(WICKED, 3), ("b", 4)])
    assert "<script>" not in html


def test_attributes_pass_through_a_component():
    html = rendered('<c-button hx-post="/x" disabled tone="go">Go</c-button>')
    assert 'hx-post="/x"' in html
    assert " disabled" in html
    assert "tone=" not in html


def test_a_toast_speaks_the_language_of_its_reader():
    with override("ko"):
        assert 'aria-label="닫기"' in rendered("<c-toast>x</c-toast>")
