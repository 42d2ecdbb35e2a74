"""Lists as they come: any encoding and form of file, and what is no list told as such."""

import gzip
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest

from dure.rooms.catalog import errors
from dure.rooms.catalog.models import ProduceImport
from dure.rooms.catalog.queries.imports import preview
from dure.rooms.catalog.services import imports
from dure.rooms.catalog.services.tables import read_table

pytestmark = pytest.mark.django_db

KOREAN = [
    ("품목", "가격", "수량", "수확일"),
    ("사과", "1만 5천원", "40", "2026.11.02"),
    ("배추", "3,000원", "12", "2026/11/05"),
]
CHINESE = [("品名", "价格", "库存"), ("苹果", "12000", "7"), ("白菜", "3000", "5"), ("红薯", "4500", "9")]
PAGE = (
    "<html><head><meta charset='euc-kr'><style>td {color: red}</style></head><body>"
    "<table><tr><td>우리 농장</td></tr></table>"
    "<table><tr><th rowspan=2>품목</th><th colspan=2>가격</th><th rowspan=2>수량</th></tr>"
    "<tr><th>도매</th><th>소매</th></tr>"
    "<tr><td rowspan=2>사과</td><td>1,000</td><td>1,200</td><td>3</td></tr>"
    "<tr><td>2,000</td><td>2,500</td><td>4</td></tr></table></body></html>"
)
WORKBOOK_XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
    "<Row><Cell><Data>품목</Data></Cell><Cell><Data>가격</Data></Cell><Cell><Data>수량</Data></Cell></Row>"
    '<Row><Cell><Data>사과</Data></Cell><Cell ss:Index="3"><Data>7</Data></Cell></Row></Table></Worksheet></Workbook>'
)


def text(rows, encoding: str, separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows).encode(
        encoding
    )


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def table(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in read_table(BytesIO(content))]


def looked_at(farm, content: bytes) -> ProduceImport:
    return imports.look_at_list(**farm.own, file=BytesIO(content), name="list.xls")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "euc-kr", "cp949", "gb18030", "utf-16"])
def test_a_korean_list_is_read_in_every_encoding(encoding, separator):
    assert table(text(KOREAN, encoding, separator)) == KOREAN


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-16"])
def test_a_chinese_list_is_read_in_every_encoding(encoding):
    assert table(text(CHINESE, encoding)) == CHINESE
    assert table(text(CHINESE[1:], encoding)) == CHINESE[1:]


def test_other_files_are_read_too():
    assert table(text([("Name", "Price"), ("Crème fraîche", "3")], "cp1252"))[1][0] == "Crème fraîche"
    assert table(b"sep=;\r\nname;price\r\napple;3\r\n") == [("name", "price"), ("apple", "3")]
    assert table(gzip.compress(text(KOREAN, "utf-8"))) == KOREAN
    assert table(WORKBOOK_XML.encode()) == [("품목", "가격", "수량"), ("사과", "", "7")]
    assert table(PAGE.encode("euc-kr"))[-1] == ("사과", "2,000", "2,500", "4")


def test_merged_heads_and_cells_are_read_as_they_look(farm):
    for content in (PAGE.encode("euc-kr"), workbook(_merged)):
        found = preview(looked_at(farm, content))
        assert not [row for row in found.wrong if "name" not in row.problems]
        assert [(row.product.names.name, row.size.terms.price.minor, row.size.count) for row in found.good[:1]] == [
            ("사과", 1200, 3)
        ]


def _merged(sheet) -> None:
    for row in (
        ("우리 농장", None, None, None), ("품목", "가격", None, "수량"), (None, "도매", "소매", None),
        ("사과", 1000, 1200, 3), (None, None, None, None), ("배", 2000, 2500, 4), ("합계", 3000, 3700, 7),
    ):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(cells)


def test_captions_sums_and_repeated_heads_are_left_out(farm):
    rows = [
        KOREAN[0],
        ("과일", "", "", ""),
        KOREAN[1],
        KOREAN[0],
        ("소계", "15000", "40", ""),
        ("", "", "", ""),
        KOREAN[2],
    ]
    found = preview(looked_at(farm, text(rows, "utf-8")))
    assert ([row.number for row in found.good], found.wrong, found.left_out) == ([3, 7], [], 3)


def test_the_sheet_that_looks_most_like_a_list_is_taken(farm):
    def fill(sheet) -> None:
        sheet.append(["안내문", "이 파일은"])
        goods = sheet.parent.create_sheet("목록")
        for row in KOREAN:
            goods.append(row)
        hidden = sheet.parent.create_sheet("숨김")
        hidden.sheet_state = "hidden"
        for cells in ([*KOREAN[0], "등급"], *KOREAN[1:], *KOREAN[1:]):
            hidden.append(list(cells))

    assert [row.number for row in preview(looked_at(farm, workbook(fill))).good] == [2, 3]


def test_a_list_without_heads_is_guessed_from_what_stands_in_it(farm):
    rows = [
        ("부사 사과", "5kg", "32,000원", "40"),
        ("꿀고구마", "3kg", "15,000원", "6"),
        ("햇감자", "10kg", "20,000원", "9"),
    ]
    found = preview(looked_at(farm, text(rows, "cp949")))
    assert [(row.number, row.product.kind_code, row.size.terms.price.minor, row.size.count) for row in found.good] == [
        (1, "apple", 32_000, 40), (2, "sweet-potato", 15_000, 6), (3, "potato", 20_000, 9),
    ]  # fmt: skip


def test_days_of_a_workbook_and_its_computed_cells_are_read(farm):
    def fill(sheet) -> None:
        sheet.append(["품목", "규격", "가격", "수확일", "소비기한"])
        sheet.append(["사과", "5kg 상자", 32000.0, date(2026, 11, 2), "30일"])
        sheet.append(["배", "7.5kg", "=C2*2", "11월 3일", ""])

    found = preview(looked_at(farm, workbook(fill)))
    (apple,) = found.good
    assert (str(apple.size.size), apple.size.package, apple.size.lot.harvested_on, apple.size.lot.best_before) == (
        "5 kg", "상자", date(2026, 11, 2), date(2026, 12, 2),
    )  # fmt: skip
    assert [list(row.problems) for row in found.wrong] == [["price"]]


def _far_apart() -> bytes:
    return workbook(lambda sheet: (sheet.append(["품목", "가격"]), sheet.cell(1_048_576, 16_384, "x")))


def _burst() -> bytes:
    """A workbook of some hundred kilobytes that unpacks into two gigabytes."""
    whole, file = ZipFile(BytesIO(workbook(lambda sheet: sheet.append(["품목", "가격"])))), BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name in whole.namelist():
            packed.writestr(name, whole.read(name))
        with packed.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _each in range(2_000):
                part.write(b" " * 1_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: b"%PDF-1.7\n1,2\n3,4\n", errors.FileUnreadable),
        (lambda: b"\xff\xd8\xff\xe0,photo,1\n2,3", errors.FileUnreadable),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(64) + "EncryptedPackage".encode("utf-16-le"), errors.FileLocked),
        (lambda: gzip.compress(bytes(40 * 1024 * 1024)), errors.FileUnreadable),
        (lambda: gzip.compress(text(KOREAN, "utf-8"))[:-9], errors.FileUnreadable),
        (lambda: b"<html><body>no table, 1</body></html>", errors.FileUnreadable),
        (_far_apart, errors.FileUnreadable),
        (_burst, errors.FileUnreadable),
    ],
    ids=["pdf", "photo", "locked", "packed bomb", "cut off", "page without table", "cells far apart", "workbook bomb"],
)  # fmt: skip
def test_what_is_no_list_or_would_burst_is_refused(farm, content, reason):
    with pytest.raises(reason):
        looked_at(farm, content())
    assert not ProduceImport.objects.exists()
