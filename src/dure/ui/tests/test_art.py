"""Drawings: well formed, the same every time, and named by their content."""

import gzip
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from dure.ui.art.files import drawn_files
from dure.ui.art.logo_png import logo_png
from dure.ui.art.patchwork import patchwork
from dure.ui.art.produce import KINDS, drawn, tile
from dure.ui.art.scenes import SCENES, village
from dure.ui.art.trees import TREES, standing


def test_there_are_drawings_for_more_than_two_hundred_kinds():
    assert len(KINDS) >= 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_well_formed_named_by_no_id_and_small(kind):
    root = ET.fromstring(f"<svg>{drawn(kind)}</svg>")  # noqa: S314  our own drawing
    assert not [each for each in root.iter() if each.get("id")]
    assert len(gzip.compress(drawn(kind).encode())) < 1_500


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_well_formed(name):
    draw, (width, height) = SCENES[name]
    ET.fromstring(f'<svg viewBox="0 0 {width} {height}">{draw()}</svg>')  # noqa: S314


@pytest.mark.parametrize("kind", TREES)
def test_a_tree_is_well_formed_and_every_seed_draws_it_again(kind):
    ET.fromstring(standing(kind, 0, 0, 1, 5))  # noqa: S314
    assert standing(kind, 0, 0, 1, 5) == standing(kind, 0, 0, 1, 5)


def test_a_village_grows_what_is_asked_for_and_lays_out_what_grows_in_no_field():
    assert "#crop-radish" in village("radish")
    assert drawn("honey") in village("honey")


def test_a_tile_holds_its_drawing_on_a_cloth():
    assert drawn("pear") in tile("pear", "1")
    assert patchwork("a") == patchwork("a") != patchwork("b")


def test_patchwork_never_dyes_two_pieces_in_a_row_alike():
    colours = [rect.get("class") for rect in ET.fromstring(f"<svg>{patchwork('x')}</svg>") if rect.tag == "rect"]  # noqa: S314
    assert len(colours) > 2
    assert all(one != other for one, other in pairwise(colours))


def test_the_icons_are_png():
    files = drawn_files()
    assert all(content.startswith(b"\x89PNG") for name, content in files.items() if name.endswith(".png"))
    assert logo_png(32) == logo_png(32)
