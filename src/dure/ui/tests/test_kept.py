"""A kept piece is drawn once for each language and each value it names."""

import pytest
from django.template import Context, Template
from django.utils import translation


class Drawings:
    """Counts how often it is drawn."""

    count = 0

    def __str__(self) -> str:
        self.count += 1
        return str(self.count)


@pytest.fixture
def drawings() -> Drawings:
    """What stands in the piece."""
    return Drawings()


def test_it_is_drawn_once_for_each_value_and_language(drawings: Drawings) -> None:
    page = Template("{{ before }}{% kept value %}{{ drawings }}{% endkept %}")

    def draw(value: str, language: str = "ko", before: str = "") -> str:
        with translation.override(language):
            return page.render(Context({"value": value, "drawings": drawings, "before": before}))

    assert [draw("a"), draw("a", before="-"), draw("b"), draw("a", "en"), draw("a")] == ["1", "-1", "2", "3", "1"]


def test_a_template_read_anew_begins_anew(drawings: Drawings) -> None:
    source = "{% kept %}{{ drawings }}{% endkept %}"
    assert [Template(source).render(Context({"drawings": drawings})) for _time in range(2)] == ["1", "2"]


def test_what_was_drawn_is_not_escaped_twice() -> None:
    page = Template("{% kept %}<b>{{ name }}</b>{% endkept %}")
    assert {page.render(Context({"name": "A & B"})) for _time in range(2)} == {"<b>A &amp; B</b>"}


def test_so_many_and_no_more_are_kept(drawings: Drawings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dure.ui.kept.KEPT_MAX", 2)
    page = Template("{% kept value %}{{ drawings }}{% endkept %}")
    drawn = [page.render(Context({"value": value, "drawings": drawings})) for value in "abca"]
    assert drawn == ["1", "2", "3", "4"]
