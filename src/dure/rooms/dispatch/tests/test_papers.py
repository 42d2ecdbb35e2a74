"""Waybills and lists: what stands on them, that scanners can read it, and that they tell of one sender only."""

import csv
import io
from datetime import timedelta

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from dure.kernel import clock
from dure.rooms.dispatch import bars, errors, jobs, sscc
from dure.rooms.dispatch.factories import make_shipment
from dure.rooms.dispatch.models import LabelRun, Parcel, Shipment
from dure.rooms.dispatch.queries.lists import as_driven, as_packed, list_pdf, packing_list, pick_list
from dure.rooms.dispatch.queries.shipments import shipments
from dure.rooms.dispatch.queries.waybills import paper_by_month, paper_saved, tracking_address, waybills_pdf
from dure.rooms.dispatch.services.deliveries import deliver
from dure.rooms.dispatch.services.prints import (
    make_run,
    note_run_progress,
    print_waybills,
    remove_old_runs,
    request_run,
)
from dure.rooms.dispatch.services.scans import pack_many
from dure.rooms.dispatch.tests.conftest import content_of, go
from dure.rooms.dispatch.tests.test_deliver import SIGNED

HEAD_AND_ROW = 2


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", ["ko", "zh-hans", "en"])
def test_a_waybill_tells_who_where_and_the_number(cast, language):
    shipment = make_shipment(sender=cast.farm, parcel_count=2)
    with translation.override(language):
        made = waybills_pdf(shipments=list(shipments().filter(id=shipment.id)), paper="label")
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 2
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [100, 150]
    text = words_of(made)
    first = shipment.parcels.get(position=1)
    assert tracking_address(shipment=shipment).endswith(reverse("dispatch:track", args=[shipment.tracking_key]))
    for word in ("김순자", "들길 12", "1/2", first.short, sscc.written(first.sscc), "0000"):
        assert word in text
    assert "+82101234" not in text


def test_four_waybills_share_a_sheet(cast):
    shipment = make_shipment(sender=cast.farm, parcel_count=5)
    made = waybills_pdf(shipments=list(shipments().filter(id=shipment.id)), paper="a4")
    assert len(PdfReader(io.BytesIO(made)).pages) == 2


def test_the_bars_are_code_128_with_a_right_checksum():
    number = sscc.sscc(prefix="9521000", serial=12)
    drawing = bars.gs1_128(number)
    width = int(drawing.split('viewBox="0 0 ')[1].split(" ")[0])
    # start, FNC1, ten pairs of digits, checksum: eleven modules each; stop has thirteen
    assert width == 11 * (1 + 1 + 10 + 1) + 13


@pytest.mark.parametrize(
    ("digits", "check"), [("00952100000000001", "8"), ("37610425002123456", "9"), ("10614141234567890", "8")]
)
def test_the_check_digit_is_that_of_gs1(digits, check):
    assert sscc.check_digit(digits) == check


def test_printing_is_remembered_and_the_unprinted_counts_as_saved(cast):
    printed, plain, open_one = (make_shipment(sender=cast.farm, hub=cast.hub) for _ in range(3))
    print_waybills(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[printed.id], paper="label")
    assert paper_saved().saved == 0
    for shipment in (printed, plain):
        go(cast, shipment, "pack", "take")
        deliver(by=cast.chi, shipment_id=shipment.id, proof=SIGNED)
    counted = paper_saved(organisation_id=cast.farm.id, first=clock.today(), last=clock.today())
    assert (counted.delivered, counted.saved) == (2, 1)
    assert paper_saved(organisation_id=cast.hub.organisation_id).delivered == 0
    [(month, by_month)] = paper_by_month()
    assert (month, by_month) == (clock.today().replace(day=1), paper_saved())
    rows = Parcel.objects.filter(place="receiver")
    assert (rows.count(), rows.filter(printed_at=None).count()) == (by_month.delivered, by_month.saved)
    assert Parcel.objects.filter(shipment=open_one, printed_at__isnull=True).exists()


def test_only_ones_own_waybills_are_printed(cast):
    foreign = make_shipment()
    with pytest.raises(errors.NothingChosen):
        print_waybills(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[foreign.id], paper="label")
    assert Parcel.objects.get(shipment=foreign).printed_at is None


def test_many_waybills_are_made_by_the_worker(cast, browser):
    ids = [make_shipment(sender=cast.farm).id for _ in range(3)]
    run = request_run(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[*ids, make_shipment().id], paper="a4")
    assert len(run.shipment_ids) == 3
    address = reverse("dispatch:run_file", args=[cast.farm.id, run.id])
    assert browser(cast.bo).get(address).status_code == 404
    steps: list[int] = []
    make_run(run_id=run.id, expect=steps.append, step=steps.append)
    make_run(run_id=run.id, expect=steps.append, step=steps.append)
    assert steps == [3, 3]
    answer = browser(cast.bo).get(address)
    assert content_of(answer).startswith(b"%PDF")
    assert browser(cast.keeper).get(address).status_code == 403


def test_a_large_choice_leads_to_the_page_that_waits(cast, browser, monkeypatch):
    monkeypatch.setattr("dure.rooms.dispatch.services.prints.AT_ONCE_MAX", 1)
    ids = [str(make_shipment(sender=cast.farm).id) for _ in range(2)]
    client = browser(cast.bo)
    answer = client.post(reverse("dispatch:waybills", args=[cast.farm.id]), {"shipment": ids, "paper": "label"})
    assert answer.status_code == 302
    assert "Waybills" in client.get(answer["Location"]).content.decode()
    run = LabelRun.objects.get()
    assert run.progress_id is not None
    note_run_progress(run_id=run.id, progress_id=run.progress_id)


def test_every_delivery_of_a_stage_is_packed_and_printed_not_only_a_page(cast, browser, monkeypatch):
    made = [make_shipment(sender=cast.farm) for _ in range(3)]
    foreign = make_shipment()
    client = browser(cast.bo)
    printed = client.post(reverse("dispatch:waybills", args=[cast.farm.id]), {"every": "to_pack", "paper": "a4"})
    assert printed["Content-Type"] == "application/pdf"
    assert Parcel.objects.filter(printed_at__isnull=False).count() == len(made)
    monkeypatch.setattr("dure.rooms.dispatch.views.packing.PACKED_AT_ONCE_MAX", 1)
    begun = client.post(reverse("dispatch:packed", args=[cast.farm.id]), {"every": "to_pack"})
    assert begun["Location"].startswith("/jobs/")
    steps: list[int] = []
    for _ in range(2):
        ids = [shipment.id for shipment in made]
        pack_many(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=ids, expect=steps.append, step=steps.append)
    assert steps == [3, 3] * 2
    assert {shipment.status for shipment in shipments().filter(sender=cast.farm)} == {"packed"}
    foreign.refresh_from_db()
    assert foreign.status == "booked"


def test_old_files_go(cast, frozen_time):
    run = request_run(
        by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[make_shipment(sender=cast.farm).id], paper="label"
    )
    make_run(run_id=run.id, expect=lambda _count: None, step=lambda _count: None)
    assert remove_old_runs() == 0
    frozen_time.tick(days=2)
    jobs.remove_old_runs()
    assert not LabelRun.objects.exists()


def test_the_pick_list_adds_up_and_the_packing_list_names_each_box(cast):
    for _ in range(3):
        make_shipment(sender=cast.farm, parcel_count=2)
    found = list(shipments().filter(sender=cast.farm))
    assert [[str(cell) for cell in row] for row in pick_list(shipments=found).rows] == [["사과 · Apples", "5 kg", "6"]]
    packing = packing_list(shipments=found)
    assert len(packing.rows) == 6
    assert "김순자" in words_of(list_pdf(of=packing, issuer="Dawn Farm", lead="3 deliveries"))


def test_the_pick_list_adds_up_pieces_of_one_size(cast):
    for how_much in ("2 × 5 kg", "1 × 5 kg", "5 kg", "3"):
        made = make_shipment(sender=cast.farm)
        made.parcels.update(contents=[["Leek", how_much]])
    rows = pick_list(shipments=list(shipments().filter(sender=cast.farm))).rows
    assert [[str(cell) for cell in row] for row in rows] == [["Leek", "5 kg", "4"], ["Leek", "", "3"]]


def test_lists_are_in_the_order_in_which_one_walks(cast):
    for name, day in (("Pear", 1), ("Apple", 1), ("Pear", 0), ("Pear", 1)):
        made = make_shipment(sender=cast.farm)
        made.parcels.update(contents=[[name, "5 kg"]])
        Shipment.objects.filter(id=made.id).update(ready_by=clock.today() + timedelta(days=day))
    found = sorted(shipments().filter(sender=cast.farm), key=as_packed)
    assert [each.parcels.all()[0].contents[0][0] for each in found] == ["Pear", "Apple", "Pear", "Pear"]
    assert [each.ready_by for each in found] == sorted(each.ready_by for each in found if each.ready_by)
    near, far = make_shipment(), make_shipment()
    Shipment.objects.filter(id=near.id).update(region=far.region_id, street="가길 1")
    Shipment.objects.filter(id=far.id).update(street="나길 1")
    driven = sorted(shipments().filter(id__in=[far.id, near.id]), key=as_driven)
    assert [each.street for each in driven] == ["가길 1", "나길 1"]


@pytest.mark.parametrize("which", ["pick", "packing"])
def test_lists_come_as_paper_and_as_tables_of_one_sender(cast, browser, which):
    make_shipment(sender=cast.farm)
    make_shipment()
    client = browser(cast.bo)

    def fetched(form):
        answer = client.get(reverse("dispatch:farm_list", args=[cast.farm.id, which, form]))
        assert answer.status_code == 200
        return content_of(answer)

    assert fetched("pdf").startswith(b"%PDF")
    assert len(list(csv.reader(io.StringIO(fetched("csv").decode("utf-8-sig"))))) == HEAD_AND_ROW
    assert openpyxl.load_workbook(io.BytesIO(fetched("xlsx"))).active.max_row == HEAD_AND_ROW
    assert client.get(reverse("dispatch:farm_list", args=[cast.farm.id, which, "doc"])).status_code == 404
