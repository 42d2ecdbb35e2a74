"""What a seller does on the phone: sets up, is approved, lists by photo, packs and prints, and is paid out."""

import csv
import io
import re
from uuid import UUID

from PIL import Image
from playwright.sync_api import FilePayload, Page, Response, expect

from tests.journeys.delivering import reload_until

ORGANISATION = re.compile(r"/([0-9a-f-]{36})/")
NUMBER = re.compile(r"\d+")


def photo(name: str = "harvest.jpg") -> FilePayload:
    """Return a picture as a phone's camera gives it."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 900)).convert("RGB").save(file, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def won(text: str) -> int:
    """Return the amount of a sum as a page shows it: ₩12,300 is 12300."""
    return int("".join(NUMBER.findall(text)))


def set_up_farm(page: Page, name: str, holder: str) -> UUID:
    """Set a farm up for selling in the three short screens; return its number."""
    page.goto("/sell/")
    page.get_by_role("link", name="Begin with my farm or shop").click()
    page.get_by_label("Name of your farm or shop").fill(name)
    page.get_by_role("button", name="Next: where you are").click()
    page.get_by_label("Paste an address").fill("전라남도 해남군 해남읍 군청1길 80 (59027)")
    page.get_by_role("button", name="Next: where the money goes").click()
    page.locator("select[name=bank]").select_option(index=1)
    page.get_by_label("Account number").fill("110-234-567890")
    page.get_by_label("In whose name?").fill(holder)
    page.get_by_role("button", name="Done: ask for approval").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text("We are looking at your application")).to_be_visible()
    return organisation_in(page.url)


def organisation_in(address: str) -> UUID:
    """Return the organisation an address is about."""
    found = ORGANISATION.search(address)
    assert found, f"no organisation in {address}"
    return UUID(found.group(1))


def approve(staff: Page, name: str) -> None:
    """Approve an application in the staff's queue."""
    staff.goto("/trust/queue/")
    staff.locator("li", has_text=name).get_by_role("link", name="Look").click()
    staff.get_by_label("Decision").select_option("approved")
    staff.get_by_role("button", name="Decide").click()
    expect(staff.get_by_text("Decided.")).to_be_visible()


def list_by_photo(
    page: Page, organisation_id: UUID, *, name: str, price: int, count: int, in_street: bool = False
) -> None:
    """Put a product on sale: a photo, a tap on what it is, a price; on line, and in the street shop as well."""
    page.goto(f"/catalog/{organisation_id}/new/")
    page.locator("#id_photos").set_input_files(photo())
    page.locator("label.choice-card", has_text="Apple").first.click()
    page.get_by_label("Price of one").fill(str(price))
    page.get_by_label("How many have you got?").fill(str(count))
    page.get_by_text("Say more about it").click()
    page.locator("#id_name").fill(name)
    if in_street:
        page.locator("input[name=channels][value=street]").check()
    page.get_by_role("button", name="Put on sale").click()
    expect(page.get_by_text("It is for sale now.")).to_be_visible()


def pack_everything(page: Page, organisation_id: UUID) -> None:
    """Mark everything that waits as packed."""
    page.goto(f"/dispatch/{organisation_id}/packing/")
    reload_until(page, "Mark the ticked as packed")  # the worker books the parcel of what was just paid
    page.get_by_role("button", name="Mark the ticked as packed").click()
    expect(page.get_by_role("heading", name="Nothing to pack")).to_be_visible()


def pack_for(page: Page, organisation_id: UUID, receiver: str) -> None:
    """Mark only what goes to one receiver as packed."""
    page.goto(f"/dispatch/{organisation_id}/packing/")
    reload_until(page, f"Choose the delivery for {receiver}")
    for box in page.locator("input[name=shipment]").all():
        box.uncheck()
    page.get_by_label(f"Choose the delivery for {receiver}").check()
    page.get_by_role("button", name="Mark the ticked as packed").click()
    expect(page.get_by_text("1 delivery is packed.")).to_be_visible()


def print_waybills(page: Page, organisation_id: UUID) -> Response:
    """Print the waybills of what is packed on labels; return the answer, which the browser shows."""
    page.goto(f"/dispatch/{organisation_id}/packing/?stage=packed")
    with page.expect_response("**/waybills/") as coming:
        page.get_by_role("button", name="Waybills on labels").click()
    return coming.value


def number_on_the_box(page: Page, organisation_id: UUID, receiver: str) -> str:
    """Return the eight digits a farmer writes on the box for a receiver."""
    page.goto(f"/dispatch/{organisation_id}/packing/?stage=packed")
    page.get_by_role("link", name=receiver).click()
    written = page.get_by_role("list", name="Boxes").locator(".row__title").first.inner_text()
    return "".join(NUMBER.findall(written))[-8:]


def make_payout_run(staff: Page, farm: str) -> tuple[int, bytes]:
    """Send what is due to the banks; return what a farm gets of it, and the file for the bank."""
    staff.goto("/sell/staff/payouts/")
    staff.get_by_role("button", name="Make this run").click()
    expect(staff.get_by_text("The file balances")).to_be_visible()
    expect(staff.get_by_text("The book agrees")).to_be_visible()
    paid = won(staff.locator("li", has_text=farm).locator(".row__end").inner_text())
    with staff.expect_download() as coming:
        staff.get_by_role("link", name="Bank file (sandbox)").click()
    return paid, coming.value.path().read_bytes()


def statement_of_payout(page: Page, organisation_id: UUID) -> list[list[str]]:
    """Return the table of the newest payout's statement."""
    page.goto(f"/sell/{organisation_id}/payouts/")
    page.get_by_role("main").locator("a[href*='/payouts/']").first.click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV").click()
    return list(csv.reader(coming.value.path().read_text(encoding="utf-8-sig").splitlines()))
