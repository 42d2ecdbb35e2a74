"""A buyer's address book: kept, changed, left to its owner."""

import pytest
from django.urls import reverse

from dure.kernel.http import STRANGER
from dure.rooms.market import errors
from dure.rooms.market.models import Addressee
from dure.rooms.market.queries import addressees as queries
from dure.rooms.market.services import addressees
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.factories import actor_of, make_county, make_region, sign_in_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> PostalAddress:
    county = make_region()
    return PostalAddress(country="KR", street="군청1길 80", postcode="59000", region_code=county.code)


def add(person, home, name="Mother"):
    return addressees.add_addressee(by=actor_of(person), name=name, phone="+821012345678", address=home)


def form(**changes: str) -> dict[str, str]:
    make_county()
    return {
        "name": "Mother", "phone": "010-1234-5678", "country": "KR", "line": "해남군 군청1길 80", "postcode": "59000",
    } | changes  # fmt: skip


def test_the_same_again_is_kept_once(ana, home):
    assert add(ana, home).id == add(ana, home).id
    assert len(queries.addressees(buyer_id=ana.id)) == 1


def test_a_change_is_a_new_entry_and_a_removal_ends_one(ana, home):
    first = add(ana, home)
    changed = addressees.change_addressee(
        by=actor_of(ana), addressee_id=first.id, name="Father", phone="+821012345678", address=home
    )
    assert [each.name for each in queries.addressees(buyer_id=ana.id)] == ["Father"]
    addressees.remove_addressee(by=actor_of(ana), addressee_id=changed.id)
    assert queries.addressees(buyer_id=ana.id) == []
    assert Addressee.objects.count() == 2


def test_nobody_touches_somebody_elses_entry(client, ana, bo, home):
    theirs = add(bo, home)
    with pytest.raises(errors.AddresseeUnknown):
        addressees.remove_addressee(by=actor_of(ana), addressee_id=theirs.id)
    client.force_login(sign_in_of(ana))
    assert client.get(reverse("market:addressee", args=[theirs.id])).status_code == 404
    assert client.post(reverse("market:addressee", args=[theirs.id]), form()).status_code == 404
    assert client.post(reverse("market:addressee_removal", args=[theirs.id])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.removed_at is None


def test_a_full_book_takes_no_more(ana, home, monkeypatch):
    monkeypatch.setattr(addressees, "ADDRESSEES_MAX", 1)
    add(ana, home)
    with pytest.raises(errors.AddressBookFull):
        add(ana, home, name="Father")
    assert Addressee.objects.count() == 1


def test_a_stranger_keeps_no_addresses(home):
    with pytest.raises(Exception, match="not_signed_in"):
        addressees.add_addressee(by=STRANGER, name="x", phone="+821012345678", address=home)
    assert not Addressee.objects.exists()


def test_the_pages_add_change_and_remove(client, ana):
    client.force_login(sign_in_of(ana))
    assert client.post(reverse("market:new_addressee"), form()).status_code == 302
    kept = Addressee.objects.get()
    page = client.get(reverse("market:addressee", args=[kept.id])).content.decode()
    assert "군청1길 80" in page
    client.post(reverse("market:addressee", args=[kept.id]), form(name="Father"))
    (changed,) = queries.addressees(buyer_id=ana.id)
    assert changed.name == "Father"
    client.post(reverse("market:addressee_removal", args=[changed.id]))
    assert client.get(reverse("market:addressees")).context["found"] == []


@pytest.mark.parametrize("wrong", [{"line": "nowhere"}, {"phone": "call me"}, {"name": ""}, {"postcode": "1"}])
def test_a_form_with_a_mistake_keeps_nothing(client, ana, wrong):
    client.force_login(sign_in_of(ana))
    assert client.post(reverse("market:new_addressee"), form(**wrong)).status_code == 422
    assert not Addressee.objects.exists()


def test_the_page_says_where_a_postcode_is_needed_and_calls_it_optional_nowhere(client, ana):
    client.force_login(sign_in_of(ana))
    page = client.get(reverse("market:new_addressee")).content.decode()
    label = page.split('for="id_postcode">')[1].split("</label>")[0]
    assert label.strip() == "Postcode"
    assert "Needed in Korea" in page


def test_a_korean_address_without_a_postcode_is_refused_at_that_field(client, ana):
    client.force_login(sign_in_of(ana))
    answer = client.post(reverse("market:new_addressee"), form(postcode=""))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["postcode"]
    assert 'id="id_postcode_error"' in answer.content.decode()
    assert not Addressee.objects.exists()


def test_a_korean_postcode_may_stand_in_the_line(client, ana):
    client.force_login(sign_in_of(ana))
    client.post(reverse("market:new_addressee"), form(postcode="", line="(59000) 해남군 군청1길 80"))
    assert Addressee.objects.get().address.postcode == "59000"


def test_a_chinese_address_needs_no_postcode(client, ana):
    client.force_login(sign_in_of(ana))
    county = make_region(country="CN")
    sent = form(country="CN", line=f"{county.name_zh} 长安路1号", postcode="", phone="+86 138 0013 8000")
    assert client.post(reverse("market:new_addressee"), sent).status_code == 302
    assert Addressee.objects.get().address.postcode == ""
