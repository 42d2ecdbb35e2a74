"""Waybills as a stranger's scanner and eyes meet them: drawn, their bars and squares read, their letters found."""

import io
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.utils import translation
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream

from dure.rooms.dispatch import sscc
from dure.rooms.dispatch.drafts import ParcelDraft, Receiver
from dure.rooms.dispatch.factories import make_hub
from dure.rooms.dispatch.models import Shipment
from dure.rooms.dispatch.queries.shipments import shipments
from dure.rooms.dispatch.queries.waybills import tracking_address, waybills_pdf
from dure.rooms.dispatch.services.shipments import book_shipment
from dure.rooms.people.factories import make_county, make_organisation

DOTS_PER_INCH = 203
"""What a plain label printer prints."""
POINTS_PER_INCH, MM_PER_INCH = 72, 25.4
WORDS = (
    *("欧阳晓梅", "김순자", "해남읍 홍교로 54", "春风村", "号楼", "59027", "503296", "새벽들 농장", "땅끝 나눔터"),
    *("冬枣", "겨울대추", "꽃게 뷁", "放门口即可"),
)
MISSING = 0
"""The glyph that every font draws for a letter it does not have."""


@pytest.fixture
def shipment(db) -> Shipment:
    """Two boxes from a Korean farm by way of a hub, for somebody whose name and village are Chinese."""
    return book_shipment(
        reference="test:read-back",
        sender_organisation_id=make_organisation(name="새벽들 농장").id,
        kind="home",
        receiver=Receiver(
            name="欧阳晓梅 · 김순자", phone="+821012340000", region_id=make_county().id, street="해남읍 홍교로 54",
            detail="春风村 7号楼", postcode="59027", note="문 앞에 놓아 주세요 / 放门口即可",
        ),
        parcels=[ParcelDraft(contents=[("冬枣 겨울대추", "2 × 5 kg"), ("꽃게 뷁", "1 kg")], weight_g=11_000)] * 2,
        hub_id=make_hub(name="땅끝 나눔터").id,
        order_number="503296",
    )  # fmt: skip


def made(shipment: Shipment, *, paper: str, language: str = "ko") -> bytes:
    """Return the waybills as the page makes them."""
    with translation.override(language):
        return waybills_pdf(shipments=list(shipments().filter(id=shipment.id)), paper=paper)


def drawn(paper: bytes) -> list[Image.Image]:
    """Return a PDF's pages as a label printer draws them."""
    document = pypdfium2.PdfDocument(paper)
    try:
        return [page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil() for page in document]
    finally:
        document.close()


def scanned(pictures: Sequence[Image.Image], kind: zxingcpp.BarcodeFormat) -> list[str]:
    """Return what a scanner reads in the pictures."""
    return [found.text for picture in pictures for found in zxingcpp.read_barcodes(picture, formats=kind)]


def letters_missing(paper: bytes) -> int:
    """Return how many letters of a PDF are drawn as the box that stands for a letter the font does not have."""
    reader = PdfReader(io.BytesIO(paper))
    return sum(each == MISSING for page in reader.pages for each in glyphs_of(page, reader))


def glyphs_of(page: Any, reader: PdfReader) -> list[int]:
    """Return the number of every glyph a page draws; fonts with two bytes a letter, as typst writes them."""
    texts: list[bytes] = []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in {b"Tj", b"TJ"}:
            parts = operands[0] if operator == b"TJ" else operands
            texts += [part.original_bytes for part in parts if hasattr(part, "original_bytes")]
    return [int.from_bytes(text[place : place + 2]) for text in texts for place in range(0, len(text), 2)]


def fonts_of(paper: bytes) -> dict[str, TTFont]:
    """Return the fonts that lie in a PDF, by their name."""
    found = {}
    for page in PdfReader(io.BytesIO(paper)).pages:
        resources: Any = page["/Resources"]
        for reference in resources["/Font"].values():
            inner = reference.get_object()["/DescendantFonts"][0].get_object()
            file = inner["/FontDescriptor"]["/FontFile2"].get_object()
            found[inner["/BaseFont"].partition("+")[2]] = TTFont(io.BytesIO(file.get_data()))
    return found


@pytest.mark.parametrize(("paper", "sizes"), [("label", [(100, 150)] * 2), ("a4", [(210, 297)])])
def test_a_scanner_reads_every_number_and_the_way_to_its_trail(shipment, paper, sizes):
    pdf = made(shipment, paper=paper)
    numbers = [parcel.sscc for parcel in shipment.parcels.order_by("position")]
    pages = [page.mediabox[2:] for page in PdfReader(io.BytesIO(pdf)).pages]
    assert [tuple(round(float(side) / POINTS_PER_INCH * MM_PER_INCH) for side in page) for page in pages] == sizes

    bars = scanned(drawn(pdf), zxingcpp.BarcodeFormat.Code128)
    assert sorted(bars) == sorted(f"(00){number}" for number in numbers)
    assert [sscc.read(each) for each in bars] == [each.removeprefix("(00)") for each in bars]
    assert all(sscc.is_sscc(number) for number in numbers)

    squares = scanned(drawn(pdf), zxingcpp.BarcodeFormat.QRCode)
    assert sorted(squares) == sorted(tracking_address(shipment=shipment, number=number) for number in numbers)
    assert sorted(sscc.read(each) for each in squares) == sorted(numbers)


@pytest.mark.parametrize(("language", "paper"), [("ko", "label"), ("zh-hans", "a4"), ("en", "label")])
def test_people_read_who_where_and_which_order_in_letters_that_are_there(shipment, paper, language):
    pdf = made(shipment, paper=paper, language=language)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    first = shipment.parcels.get(position=1)
    for words in (*WORDS, first.short, sscc.written(first.sscc)):
        assert words in text, words
    assert letters_missing(pdf) == 0
    assert {name.partition("-")[0] for name in fonts_of(pdf)} == {"NotoSansKR", "NotoSansSC"}


def test_a_letter_that_no_font_has_would_be_noticed(shipment):
    shipment.receiver_name = "Ana \U00012000"
    shipment.save(update_fields=["receiver_name"])
    assert letters_missing(made(shipment, paper="label")) == 2
