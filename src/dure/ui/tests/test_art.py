"""Drawings: well formed, the same every time, and named by their content."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from dure.ui.art.files import drawn_files, sprite_name
from dure.ui.art.logo_png import logo_png
from dure.ui.art.patchwork import patchwork
from dure.ui.art.produce import KINDS, sprite, tile
from dure.ui.art.scenes import SCENES
from dure.ui.art.trees import TREES, standing


def test_there_are_more_than_twenty_kinds_of_produce():
    assert len(KINDS) >= 22


def test_the_sprite_is_well_formed_and_holds_every_kind():
    root = ET.fromstring(sprite())  # noqa: S314  our own drawing
    assert {symbol.get("id") for symbol in root} == set(KINDS)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_well_formed(name):
    draw, (width, height) = SCENES[name]
    ET.fromstring(f'<svg viewBox="0 0 {width} {height}">{draw("sprite.svg")}</svg>')  # noqa: S314


@pytest.mark.parametrize("kind", TREES)
def test_a_tree_is_well_formed_and_every_seed_draws_it_again(kind):
    ET.fromstring(standing(kind, 0, 0, 1, 5))  # noqa: S314
    assert standing(kind, 0, 0, 1, 5) == standing(kind, 0, 0, 1, 5)


def test_a_tile_refers_to_the_sprite_and_lies_on_its_own_cloth():
    assert 'href="sprite.svg#pear"' in tile("pear", "1", "sprite.svg")
    assert patchwork("a") == patchwork("a") != patchwork("b")


def test_patchwork_never_dyes_two_pieces_in_a_row_alike():
    colours = [rect.get("class") for rect in ET.fromstring(f"<svg>{patchwork('x')}</svg>") if rect.tag == "rect"]  # noqa: S314
    assert len(colours) > 2
    assert all(one != other for one, other in pairwise(colours))


def test_the_sprite_stays_small():
    assert len(sprite()) < 40_000


def test_the_files_carry_a_hash_and_the_icons_are_png():
    files = drawn_files()
    assert sprite_name() in files
    assert all(content.startswith(b"\x89PNG") for name, content in files.items() if name.endswith(".png"))
    assert logo_png(32) == logo_png(32)
