"""Papers: the letters are really there, the look comes along, and nothing is fetched from anywhere."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from django.utils.translation import override
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader

from dure.kernel.papers import FONTS, page_pictures, pdf

PROBE = Path(__file__).parent / "papers" / "probe.typ"
WORDS = "두레 꽃게 뷁 · 农业 冬枣 鲜 · Kwak & Söhne"
DATA = {"title": "납품서", "issuer": "하늘농장 合作社", "words": WORDS}


def fonts_in(paper: bytes) -> dict[str, TTFont]:
    """Return the fonts a PDF carries, by name without the mark of a subset."""
    found = {}
    for page in PdfReader(BytesIO(paper)).pages:
        resources: Any = page["/Resources"]
        for reference in resources["/Font"].values():
            inner = reference.get_object()["/DescendantFonts"][0].get_object()
            file = inner["/FontDescriptor"]["/FontFile2"].get_object()
            found[inner["/BaseFont"].partition("+")[2]] = TTFont(BytesIO(file.get_data()))
    return found


@pytest.mark.parametrize("language", ["ko", "zh-hans", "en"])
def test_korean_chinese_and_latin_letters_are_in_the_paper(language):
    with override(language):
        paper = pdf(template=PROBE, data=DATA)
    text = PdfReader(BytesIO(paper)).pages[0].extract_text()
    for word in WORDS.replace("&", "").split():
        assert word in text
    fonts = fonts_in(paper)
    assert {name.partition("-")[0] for name in fonts} == {"NotoSansKR", "NotoSansSC"}
    drawn = sum(
        1 for font in fonts.values() for name in font.getGlyphOrder()[1:] if font["glyf"][name].numberOfContours
    )
    assert drawn >= len(set("".join(WORDS.split())))
    assert not any(font["glyf"][".notdef"].numberOfContours and ".notdef" in text for font in fonts.values())


def test_the_built_fonts_hold_every_letter_of_the_probe():
    held = set()
    for path in FONTS.glob("*.ttf"):
        held |= set(TTFont(path).getBestCmap())
    assert {ord(letter) for letter in "뷁힣农鲜冬枣Aéß€₩¥원"} <= held
    assert "SIL Open Font License" in (FONTS / "LICENSE.txt").read_text()


def test_a_paper_names_its_language_and_its_title():
    with override("ko"):
        reader = PdfReader(BytesIO(pdf(template=PROBE, data=DATA)))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "납품서"
    assert root["/Lang"].startswith("ko")


def test_a_picture_comes_along():
    kept = BytesIO()
    Image.new("RGB", (4, 4), "red").save(kept, "PNG")
    paper = pdf(template=PROBE, data={**DATA, "pictures": ["dot.png"]}, pictures={"dot.png": kept.getvalue()})
    assert len(PdfReader(BytesIO(paper)).pages[0].images) == 1


def test_a_page_as_picture():
    (page,) = page_pictures(template=PROBE, data=DATA)
    assert Image.open(BytesIO(page)).size == (1191, 1684)


def test_a_template_can_fetch_nothing(tmp_path):
    template = tmp_path / "greedy.typ"
    template.write_text('#import "@preview/cetz:0.4.0": *')
    with pytest.raises(typst.TypstError):
        pdf(template=template, data={})


def test_no_template_asks_for_a_package():
    house = Path(__file__).resolve().parents[2]
    asking = [path for path in house.rglob("*.typ") if "@preview" in path.read_text() or "@local" in path.read_text()]
    assert asking == []
