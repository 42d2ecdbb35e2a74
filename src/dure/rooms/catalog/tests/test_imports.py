"""Whole lists: understood in three languages, brought in only when confirmed, wholly taken back."""

from io import BytesIO

import pytest
import xlsxwriter
from django.db import transaction
from django.utils import translation

from dure.kernel.errors import NotFound
from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog import errors, samples
from dure.rooms.catalog.list_columns import guess_columns
from dure.rooms.catalog.models import Level, Lot, Offer, ProduceImport, Product, StockMove
from dure.rooms.catalog.queries.imports import preview
from dure.rooms.catalog.queries.offers import views_of
from dure.rooms.catalog.services import imports, stock
from dure.rooms.catalog.services.import_changes import change_offers, restore_offers
from dure.rooms.catalog.services.tables import ROWS_MAX

pytestmark = pytest.mark.django_db

GOOD = [
    ("품명", "품목", "규격", "가격", "수량"),
    ("햇부사", "사과", "5kg", "32,000원", "40"),
    ("꿀고구마", "고구마", "3kg", "15000", "6"),
]


def csv(rows, encoding="utf-8", separator=",") -> BytesIO:
    lines = (separator.join('"' + str(cell) + '"' for cell in row) for row in rows)
    return BytesIO("\r\n".join(lines).encode(encoding))


def xlsx(rows) -> BytesIO:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return BytesIO(file.getvalue())


def look(farm, file=None, name="list.csv") -> ProduceImport:
    return imports.look_at_list(**farm.own, file=file or csv(GOOD), name=name)


def bring_in(farm, uploaded: ProduceImport, **how) -> ProduceImport:
    return imports.confirm(**farm.own, import_id=uploaded.id, **how)


@pytest.mark.parametrize(
    "file", [csv(GOOD), csv(GOOD, "utf-8-sig"), csv(GOOD, "cp949"), csv(GOOD, separator=";"), xlsx(GOOD)]
)
def test_a_list_is_understood_and_nothing_is_brought_in_before_it_is_confirmed(farm, file):
    file.seek(0)
    uploaded = look(farm, file)
    found = preview(uploaded)
    assert not found.wrong
    assert [row.number for row in found.good] == [2, 3]
    first = found.good[0]
    assert (first.product.kind_code, first.product.names.name) == ("apple", "햇부사")
    assert (first.size.size, first.size.terms.price, first.size.count) == (
        Quantity.of(5, "kg"), Money(32_000, "KRW"), 40,
    )  # fmt: skip
    assert not Product.objects.exists()


def test_a_confirmed_list_is_for_sale(farm):
    done = bring_in(farm, look(farm))
    assert (done.status, len(done.offer_ids), len(done.product_ids)) == ("done", 2, 2)
    shown = views_of(list(Offer.objects.order_by("offer_id")))
    assert [(each.name, each.free, each.is_open) for each in shown] == [("햇부사", 40, True), ("꿀고구마", 6, True)]
    with pytest.raises(errors.ImportRunning):
        bring_in(farm, done)


@pytest.mark.parametrize("language", samples.SAMPLES)
def test_our_own_sample_is_understood_whole(farm, language):
    rows = samples.sample_rows(language)
    heads = rows[0]
    assert len(guess_columns(heads)) == len(heads)
    found = preview(look(farm, xlsx([heads, *(_in_won(row) for row in rows[1:])])))
    assert [dict(row.problems) for row in found.wrong] == []
    assert [row.product.kind_code for row in found.good] == ["apple", "sweet-potato", "egg"]
    assert [row.size.size for row in found.good] == [
        Quantity.of(5, "kg"), Quantity.of(3, "kg"), Quantity.of(30, "piece"),
    ]  # fmt: skip


def _in_won(row):
    """A Chinese sample tells prices in yuan; the farm of these tests sells in won."""
    return [*row[:3], row[3].replace(".00", "00").replace(".", ""), *row[4:]]


def test_each_wrong_cell_is_told_in_the_readers_language_and_nothing_is_brought_in(farm):
    rows = [
        ("품명", "품목", "규격", "가격", "수량", "수확일", "유통기한"),
        ("햇부사", "사과", "5kg", "싸게", "40", "", ""),
        ("돌", "달돌", "5kg", "1000", "1", "", ""),
        ("감자", "감자", "한아름", "1000", "1.5", "어제", ""),
        ("마늘", "마늘", "3kg", "1000", "-2", "2026-11-02", "2026-11-01"),
        ("양파", "양파", "3kg", "-5", "3", "", ""),
        ("배추", "배추", "3포기", "9000", "3", "", ""),
    ]
    uploaded = look(farm, csv(rows))
    with translation.override("ko"):
        found = preview(uploaded)
        told = {row.number: {field: why.code for field, why in row.problems.items()} for row in found.wrong}
    assert told == {
        2: {"price": "unreadable_amount"},
        3: {"kind": "kind_unknown"},
        4: {"size": "unreadable_quantity", "count": "count_wrong", "harvested_on": "day_unreadable"},
        5: {"count": "count_wrong", "best_before": "dates_wrong"},
        6: {"price": told[6]["price"]},
    }
    with pytest.raises(errors.RowsWrong):
        bring_in(farm, uploaded)
    assert not Product.objects.exists()
    assert len(bring_in(farm, uploaded, skips_wrong=True).offer_ids) == 1


def test_what_may_not_be_traded_is_told_before_anything_is_brought_in(farm):
    rows = [
        GOOD[0], ("웅담 즙", "사과", "1kg", "1000", "1"), ("우리 막걸리", "전통주", "1병", "1000", "1"),
        ("웅담", "", "1kg", "싸게", "1"), GOOD[1],
    ]  # fmt: skip
    found = preview(look(farm, csv(rows)))
    assert [why.code for row in found.wrong for why in row.problems.values()] == [
        "banned_trade", "licence_needed", "banned_trade",
    ]  # fmt: skip
    assert len(found.good) == 1


def test_a_list_sent_again_says_nothing_new(farm):
    bring_in(farm, look(farm))
    again = look(farm)
    assert len(preview(again).as_they_are) == 2
    with pytest.raises(errors.NothingNew):
        bring_in(farm, again)
    assert (Product.objects.count(), Offer.objects.count()) == (2, 2)


def test_a_list_with_other_prices_and_counts_changes_what_is_on_sale_and_is_taken_back(farm):
    bring_in(farm, look(farm))
    rows = [GOOD[0], ("햇부사", "사과", "5kg", "29,000원", "25"), GOOD[2], ("햇부사", "사과", "10kg", "55,000원", "3")]
    again = look(farm, csv(rows))
    found = preview(again)
    assert [(row.number, row.found.price.minor, row.found.count) for row in found.changes] == [(2, 32_000, 40)]
    assert ([row.number for row in found.new], [row.number for row in found.as_they_are]) == ([4], [3])
    assert sorted(Offer.objects.values_list("price", flat=True)) == [15_000, 32_000]
    done = bring_in(farm, again)
    assert (len(done.changed), len(done.offer_ids), len(done.product_ids)) == (1, 1, 0)
    assert sorted(Offer.objects.values_list("price", flat=True)) == [15_000, 29_000, 55_000]
    assert sorted(Level.objects.values_list("on_hand", flat=True)) == [3, 6, 25]
    assert Product.objects.count() == 2
    assert imports.take_back(**farm.own, import_id=done.id) == 2
    open_ones = Offer.objects.exclude(status="ended")
    assert sorted(open_ones.values_list("price", flat=True)) == [15_000, 32_000]
    assert sorted(Level.objects.values_list("on_hand", flat=True)) == [0, 6, 40]
    assert set(Product.objects.values_list("status", flat=True)) == {"listed"}


def test_what_a_list_changes_is_noted_so_that_it_can_be_set_back(farm):
    bring_in(farm, look(farm))
    rows = preview(look(farm, csv([GOOD[0], ("햇부사", "사과", "5kg", "29,000원", "45")]))).changes
    with transaction.atomic():
        changed = change_offers(**farm.own, rows=rows)
    assert [(each["price"], each["moved"]) for each in changed] == [([32_000, 29_000], 5)]
    with transaction.atomic():
        assert restore_offers(**farm.own, changed=changed) == 1
        assert restore_offers(**farm.own, changed=[]) == 0
    assert sorted(Offer.objects.values_list("price", flat=True)) == [15_000, 32_000]
    assert sorted(Level.objects.values_list("on_hand", flat=True)) == [6, 40]


def test_what_was_promised_stays_when_a_list_tells_another_count(farm):
    done = bring_in(farm, look(farm))
    stock.reserve(counts={Offer.objects.get(offer_id=done.offer_ids[0]).level_id: 3})
    bring_in(farm, look(farm, csv([GOOD[0], ("햇부사", "사과", "5kg", "32,000원", "0")])))
    assert sorted(Level.objects.values_list("on_hand", "reserved")) == [(3, 3), (6, 0)]


def test_a_price_somebody_changed_since_is_not_set_back(farm):
    bring_in(farm, look(farm))
    done = bring_in(farm, look(farm, csv([GOOD[0], ("햇부사", "사과", "5kg", "29,000원", "40")])))
    Offer.objects.filter(price=29_000).update(price=31_000)
    imports.take_back(**farm.own, import_id=done.id)
    assert sorted(Offer.objects.values_list("price", flat=True)) == [15_000, 31_000]


def test_a_list_without_counts_changes_prices_only(farm):
    bring_in(farm, look(farm))
    bring_in(farm, look(farm, csv([("품명", "품목", "규격", "가격"), ("햇부사", "사과", "5kg", "30,000원")])))
    assert sorted(Level.objects.values_list("on_hand", flat=True)) == [6, 40]


def test_another_harvest_of_the_same_goods_is_a_further_lot(farm):
    heads = (*GOOD[0], "수확일")
    bring_in(farm, look(farm, csv([heads, (*GOOD[1], "2026-11-01")])))
    found = preview(look(farm, csv([heads, (*GOOD[1], "2026-11-15")])))
    assert (len(found.new), len(found.changes), len(found.as_they_are)) == (1, 0, 0)


def test_rows_of_one_name_are_sizes_of_one_product(farm):
    rows = [*GOOD[:2], ("햇부사", "사과", "10kg", "60,000원", "4"), GOOD[1]]
    uploaded = look(farm, csv(rows))
    assert len(preview(uploaded).wrong) == 1
    done = bring_in(farm, uploaded, skips_wrong=True)
    assert (len(done.product_ids), len(done.offer_ids)) == (1, 2)


def test_columns_can_be_told_where_the_guess_was_wrong(farm):
    rows = [("what", "worth", "left"), ("사과", "3000", "5000")]
    uploaded = look(farm, csv(rows))
    assert uploaded.columns == {"name": 0, "price": 2}
    imports.choose_columns(
        **farm.own, import_id=uploaded.id, columns={"name": 0, "price": 1, "count": 2, "nonsense": 1, "grade": 99}
    )
    uploaded.refresh_from_db()
    assert uploaded.columns == {"name": 0, "price": 1, "count": 2}
    assert not preview(uploaded).wrong


def test_heads_are_found_below_a_title_and_rows_keep_their_numbers(farm):
    rows = [("우리 농장 가격표", "", "", "", ""), ("", "", "", "", ""), *GOOD]
    found = preview(look(farm, xlsx(rows)))
    assert [row.number for row in found.good] == [4, 5]


def test_a_whole_list_is_taken_back_but_not_what_buyers_were_promised(farm):
    done = bring_in(farm, look(farm))
    sold = Offer.objects.get(offer_id=done.offer_ids[0])
    stock.reserve(counts={sold.level_id: 3})
    assert imports.take_back(**farm.own, import_id=done.id) == 2
    assert set(Offer.objects.values_list("status", flat=True)) == {"ended"}
    assert set(Product.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert sorted(Level.objects.values_list("on_hand", "reserved")) == [(0, 0), (3, 3)]
    for level in Level.objects.all():
        assert sum(StockMove.objects.filter(level_id=level.level_id).values_list("change", flat=True)) == level.on_hand
    with pytest.raises(errors.AlreadyTakenBack):
        imports.take_back(**farm.own, import_id=done.id)


def test_what_was_only_looked_at_has_nothing_to_take_back(farm):
    with pytest.raises(errors.NothingToTakeBack):
        imports.take_back(**farm.own, import_id=look(farm).id)


def test_a_long_list_is_brought_in_piece_by_piece_and_goes_on_where_it_stopped(farm):
    names = [(f"사과 {number}", "사과", "5kg", "1000", "1") for number in range(imports.AT_ONCE_MAX + 5)]
    uploaded = bring_in(farm, look(farm, csv([GOOD[0], *names])), page="/here/")
    assert (uploaded.status, uploaded.progress_id is not None, len(uploaded.offer_ids)) == ("running", True, 0)
    assert imports.bring_in_some(import_id=uploaded.id, count=20) == 35
    assert Product.objects.count() == 20
    while imports.bring_in_some(import_id=uploaded.id):
        pass
    uploaded.refresh_from_db()
    assert (uploaded.status, len(uploaded.offer_ids)) == ("done", 55)
    assert imports.bring_in_some(import_id=uploaded.id) == 0
    assert Product.objects.count() == 55


def test_lots_come_with_their_days(farm):
    rows = [(*GOOD[0], "수확일", "유통기한", "등급", "산지"), (*GOOD[1], "2026.11.01", "2099/12/1", "특", "윗마을")]
    bring_in(farm, look(farm, csv(rows)))
    lot = Lot.objects.get()
    assert (str(lot.harvested_on), str(lot.best_before), lot.grade, lot.village) == (
        "2026-11-01", "2099-12-01", "특", "윗마을",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", errors.FileUnreadable),
        (b"just words", errors.FileUnreadable),
        (b"PK\x03\x04 broken", errors.FileUnreadable),
        (b"\xd0\xcf\x11\xe0 broken", errors.FileUnreadable),
        (b"\x00\x01,\x02\x03\n1,2", errors.FileUnreadable),
        (b"name,price\n", errors.FileTooLong),
        (b"name,price\n" + b"apple,1\n" * (ROWS_MAX + 50), errors.FileTooLong),
        (bytes(9 * 1024 * 1024), errors.FileUnreadable),
    ],
)
def test_what_is_no_table_or_too_long_a_one_is_refused(farm, content, reason):
    with pytest.raises(reason):
        look(farm, BytesIO(content))
    assert not ProduceImport.objects.exists()


def test_another_seller_sees_and_confirms_nothing_of_mine(farm, other_farm):
    uploaded = look(farm)
    with pytest.raises(errors.ImportUnknown):
        imports.confirm(**other_farm.own, import_id=uploaded.id)
    with pytest.raises(NotFound):
        imports.confirm(by=other_farm.by, organisation_id=farm.organisation_id, import_id=uploaded.id)
    assert not Product.objects.exists()
