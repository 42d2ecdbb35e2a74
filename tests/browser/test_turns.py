"""Claims about the ways in which a page is looked at: fewer than all, and none left out."""

from itertools import combinations, product

import pytest

from tests.browser.turns import turn_of
from tests.browser.visitors import LANGUAGES

ALL = set(product(LANGUAGES, ("phone", "desk"), ("light", "dark")))


def looks_at(number):
    """Every look at the page of a number: language, width, scheme."""
    turns = {language: turn_of(number, language) for language in LANGUAGES}
    return {(name, width, getattr(turn, width)) for name, turn in turns.items() for width in ("phone", "desk")}


def pairs(looks):
    return {(one, other) for look in looks for one, other in combinations(look, 2)}


@pytest.mark.parametrize("number", range(12))
def test_each_page_meets_every_pair_of_language_width_and_scheme(number):
    assert len(looks_at(number)) == 6
    assert pairs(looks_at(number)) == pairs(ALL)


def test_neighbours_meet_all_twelve_and_every_language_looks_a_page_over_wholly():
    for first in range(0, 60, 6):
        group = range(first, first + 6)
        assert set().union(*map(looks_at, group)) == ALL
        wholes = {(language, turn_of(each, language).phone) for each in group for language in LANGUAGES
                  if turn_of(each, language).is_whole}  # fmt: skip
        assert wholes == set(product(LANGUAGES, ("light", "dark")))


@pytest.mark.parametrize("number", range(12))
def test_each_page_is_looked_over_wholly_in_one_language(number):
    assert [turn_of(number, language).is_whole for language in LANGUAGES].count(True) == 1
