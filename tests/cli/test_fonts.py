"""The display font holds the letters of our headings, in the languages it draws."""

import pytest

from dure.cli import fonts

tools = pytest.importorskip("fontTools.ttLib")

needs_packages = pytest.mark.skipif(not fonts.FONT.exists(), reason="the front end's packages are not installed")


def test_headings_are_found_with_their_translations():
    first = fonts.letters()["dure-batang"]
    assert set("두레") <= first
    assert set(" 0123456789") <= first


def test_a_korean_page_fetches_no_latin_letters():
    found = fonts.letters()
    assert set("The book") - {" "} <= found["dure-batang-latin"]
    assert not any(letter.isascii() and letter.isalpha() for letter in found["dure-batang"])


def test_no_letter_is_sent_twice():
    found = list(fonts.letters().values())
    assert len(set().union(*found)) == sum(map(len, found))


def test_words_people_write_are_left_out():
    words = list(fonts._words('{% translate "Kept." %} {{ person.name }}'))
    assert words[0] == "Kept."
    assert "person" not in "".join(words)


@needs_packages
@pytest.mark.parametrize("group", [*(group for group, _folders in fonts.GROUPS), "dure-batang-latin"])
def test_the_subset_can_draw_every_heading(group):
    built = fonts.OUT / f"{group}.woff2"
    if not built.exists():
        pytest.skip("the front end is not built")
    drawn = set(tools.TTFont(built).getBestCmap())
    assert not {letter for letter in fonts.letters()[group] if ord(letter) not in drawn}


@needs_packages
def test_a_letter_the_font_lacks_is_reported():
    _font, missing = fonts.build({"a", "\U0001f96c"})
    assert missing == {"\U0001f96c"}
