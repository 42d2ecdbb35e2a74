"""The pages and operations of the host network: what hosts, sellers, buyers and staff see and do."""

import pytest
from django.test import Client

from dure.kernel.http import Actor
from dure.rooms.market.forms.visit_keys import COOKIE
from dure.rooms.market.models import Affiliate, Attribution, Programme, PromotionLink, Touch
from dure.rooms.market.promoting import Reason
from dure.rooms.market.services import affiliates
from dure.rooms.market.tests.promoted import campaign, host_person, release, row_of
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


def browser(person):
    person.language = "en"
    person.save(update_fields=["language"])
    return people.browser_of(person)


def opened(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def test_a_stranger_is_told_before_it_counts_and_counts_after_signing_in(ana):
    made = campaign()
    client, path = Client(HTTP_ACCEPT_LANGUAGE="en"), f"/market/p/{made.link.code}/"
    page = opened(client, path)
    assert "Whoever sent you here gets 10%" in page
    assert "within 7 days" in page
    assert "cookie" in page
    assert made.host.name not in page
    assert COOKIE not in client.cookies
    assert not Touch.objects.exists()
    assert client.post(path).headers["Location"] == f"/products/{made.offer.product_id}/"
    touch = Touch.objects.get()
    assert (touch.person_id, str(touch.browser_id) in client.cookies[COOKIE].value) == (None, True)
    client.force_login(people.sign_in_of(ana))
    client.get("/market/basket/")
    touch.refresh_from_db()
    assert (touch.person_id, client.cookies[COOKIE].value) == (ana.id, "")
    assert (row_of(made.buys(ana)).status, Attribution.objects.count()) == ("pending", 1)


def test_a_host_joins_makes_a_link_and_sees_what_it_brought(ana):
    made, host = campaign(), host_person("Fresh")
    client = browser(host)
    assert "Become a host" in opened(client, "/market/hosts/me/")
    client.post("/market/hosts/me/joining/")
    assert "10% · counts 7 days" in opened(client, "/market/hosts/programmes/")
    assert "My link to this" in opened(client, f"/products/{made.offer.product_id}/")
    asked = {"programme": made.programme.id, "target": "product", "target_id": made.offer.product_id}
    path = client.post("/market/hosts/me/links/", asked).headers["Location"]
    page = opened(client, path)
    link = PromotionLink.objects.get(affiliate__person=host)
    assert f"http://testserver/market/p/{link.code}/" in page
    assert all(word in page for word in ("<svg", "[Ad]", "[광고]", "[广告]"))
    Client().get(f"/market/p/{link.code}/")
    mine = browser(made.host)
    made.sells(ana)
    assert "1 came · 1 ordered" in opened(mine, "/market/hosts/me/")
    orders = opened(mine, "/market/hosts/me/orders/")
    assert "₩2,000" in orders
    assert ana.name not in orders
    table = mine.get("/market/hosts/me/file/").content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert table[1].endswith("Your link was the last one followed")
    assert opened(mine, f"/market/hosts/me/links/{link.code}/", 404)


def test_who_is_no_host_sees_nothing_to_promote(ana):
    made = campaign()
    assert "My link to this" not in opened(browser(ana), f"/products/{made.offer.product_id}/")
    assert "My link to this" not in opened(Client(HTTP_ACCEPT_LANGUAGE="en"), f"/products/{made.offer.product_id}/")
    assert browser(ana).post("/market/hosts/me/links/", {"programme": "x"}).status_code == 404


def test_a_seller_opens_changes_pauses_and_ends_a_programme():
    made = campaign()
    client, start = browser(made.owner), f"/market/{made.farm.id}/hosts/"
    assert "Everything we sell" in opened(client, start)
    assert client.post(start, {"percent": "31", "window_days": "7"}).status_code == 422
    asked = {"product": str(made.offer.product_id), "percent": "4.5", "window_days": "3", "budget": "50,000"}
    path = client.post(start, asked).headers["Location"]
    programme = Programme.objects.latest("opened_at")
    assert (programme.commission_bp, programme.budget, programme.product_id) == (450, 50_000, made.offer.product_id)
    assert "₩50,000 of the budget left" in opened(client, path)
    client.post(path, {"percent": "10", "window_days": "7"})
    for step in ("pause", "resume", "end"):
        assert client.post(f"{path}step/", {"step": step}).status_code == 302
    programme.refresh_from_db()
    assert (programme.commission_bp, programme.budget, programme.is_over) == (1_000, None, True)
    assert client.post(f"{path}step/", {"step": "pause"}).status_code == 409


def test_staff_decide_many_at_once_undo_it_suspend_and_answer(ana):
    made = campaign()
    order = made.sells(ana)
    release(made.sells(people.make_person()))
    Attribution.objects.filter(order_id=order.order_id).update(status="held", reason=Reason.DAY_CAP)
    staff = people.office_of(people.make_staff("support"), language="en")
    page = opened(staff, "/market/hosts/staff/")
    assert made.host.name in page
    decided = {"attribution": [str(row_of(order).id)], "decision": "refuse", "why": "Looks odd"}
    staff.post("/market/hosts/staff/decision/", decided)
    assert row_of(order).status == "refused"
    act = made.affiliate.acts.model.objects.get(act="refused")
    assert "Looks odd" in opened(staff, "/market/hosts/staff/")
    staff.post(f"/market/hosts/staff/decisions/{act.id}/undoing/", {"why": "mistake"})
    assert row_of(order).status == "held"
    path = f"/market/hosts/staff/{made.affiliate.id}/"
    assert staff.post(path, {"act": "suspend", "why": ""}).status_code == 422
    staff.post(path, {"act": "suspend", "why": "Odd orders"})
    host = browser(made.host)
    assert "Odd orders" in opened(host, "/market/hosts/me/")
    host.post("/market/hosts/me/appeal/", {"why": "It was a festival"})
    assert Affiliate.objects.get(id=made.affiliate.id).appealed_at
    assert path in opened(staff, "/market/hosts/staff/")
    staff.post(path, {"act": "decline_appeal", "why": "No festival"})
    staff.post(path, {"act": "reinstate", "why": "There was one"})
    assert Affiliate.objects.get(id=made.affiliate.id).is_approved
    assert "There was one" in opened(staff, path)
    assert browser(ana).get("/market/hosts/staff/").status_code in {403, 404}


def test_the_leaderboard_names_only_who_wants_to_be_named(ana):
    made = campaign()
    release(made.sells(ana))
    stranger = Client(HTTP_ACCEPT_LANGUAGE="en")
    page = opened(stranger, "/market/hosts/")
    assert "A host without a name" in page
    assert made.host.name not in page
    assert made.host.name in opened(browser(made.host), "/market/hosts/")
    affiliates.choose(by=Actor(person_id=made.host.id), is_named=True)
    assert made.host.name in opened(stranger, "/market/hosts/?period=all&region=&currency=KRW")
    [place] = stranger.get("/api/hosts/leaderboard").json()["places"]
    assert (place["name"], place["to_farmers"]) == (made.host.name, str(Attribution.objects.get().to_farmer))


def test_the_operations_do_what_the_pages_do(ana):
    made, host = campaign(), host_person("Program")
    client, json = browser(host), {"content_type": "application/json"}
    assert client.post("/api/hosts/me", **json).json()["status"] == "approved"
    assert client.put("/api/hosts/me", {"is_named": True}, **json).json()["is_named"] is True
    assert client.get("/api/hosts/programmes").json()["programmes"][0]["id"] == str(made.programme.id)
    asked = {"programme_id": str(made.programme.id), "target": "seller", "target_id": str(made.farm.id)}
    assert client.post("/api/hosts/me/links", asked, **json).status_code == 201
    refused = client.post("/api/hosts/me/links", {**asked, "target_id": str(host.id)}, **json).json()
    assert refused["code"] == "not_of_the_programme"
    assert len(client.get("/api/hosts/me/links").json()["links"]) == 1
    made.sells(ana)
    [told] = browser(made.host).get("/api/hosts/me/commissions").json()["commissions"]
    assert (told["commission"], told["status"], str(ana.id) in str(told)) == ("2000", "pending", False)
    owner, path = browser(made.owner), f"/api/organisations/{made.farm.id}/programmes"
    product = {"commission_bp": 700, "product_id": str(made.offer.product_id)}
    number = owner.post(path, product, **json).json()["id"]
    assert owner.put(f"{path}/{number}", {"commission_bp": 800}, **json).json()["commission_bp"] == 800
    assert owner.put(f"{path}/{number}/pause", **json).json()["is_running"] is False
    assert owner.delete(f"{path}/{number}/pause").json()["is_running"] is True
    assert owner.delete(f"{path}/{number}").json()["ends_at"]
    assert len(owner.get(path).json()) == 2
    assert owner.post(path, {"commission_bp": 3_001}, **json).status_code == 422


def test_words_to_share_name_the_seller_in_their_own_language():
    made = campaign()
    names = {"name_ko": "새벽들 농장", "name_zh": "黎明田农场", "name_en": "Dawn Field"}
    type(made.farm).objects.filter(id=made.farm.id).update(**names)
    made.link.delete()
    asked = {"programme": made.programme.id, "target": "seller", "target_id": made.farm.id}
    host = browser(made.host)
    page = opened(host, host.post("/market/hosts/me/links/", asked).headers["Location"])
    for words in ("[광고] 새벽들 농장", "[广告] 黎明田农场", "[Ad] Straight from Dawn Field"):
        assert words in page


def test_a_host_is_paid_only_with_an_own_organisation_and_is_told_so_otherwise():
    made = campaign()
    host = browser(made.host)
    refused = host.post("/market/hosts/me/choice/", {"is_named": "on", "organisation": str(made.farm.id)})
    assert (refused.status_code, "into your wallet" in refused.content.decode()) == (422, True)
    made.affiliate.refresh_from_db()
    assert (made.affiliate.is_named, made.affiliate.organisation_id) == (False, None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"percent": "-1"}, "greater than or equal to 0.01"),
        ({"percent": "101"}, "less than or equal to 30"),
        ({"window_days": "31"}, "less than or equal to 30"),
        ({"budget": "-5"}, "more than nothing"),
        ({"ends_on": "2020-01-01"}, "today or a later day"),
    ],
)
def test_terms_that_cannot_be_are_said_at_their_field_and_open_nothing(wrong, words):
    made = campaign()
    asked = {"product": str(made.offer.product_id), "percent": "5", "window_days": "7", **wrong}
    response = browser(made.owner).post(f"/market/{made.farm.id}/hosts/", asked)
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert Programme.objects.count() == 1
