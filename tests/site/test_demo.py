"""The demo world: invented, made once, in order, and reachable at one touch in a demo house only."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db.models import Q
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from dure.kernel.testing import kept_world
from dure.rooms.catalog.models import Offer, Product
from dure.rooms.catalog.services.kinds import load_kinds
from dure.rooms.ledger.models import Entry
from dure.rooms.ledger.queries.proof import examine
from dure.rooms.ledger.queries.seals import last_proof
from dure.rooms.market.queries import proofs as orders
from dure.rooms.people.models import Organisation, Person, SignIn
from dure.rooms.people.services.regions import load_regions
from dure.site.demo import build_demo_world
from dure.site.demo_book import MEMO
from dure.site.demo_cast import CAST, GROUPS, PASSWORD, Member
from dure.site.demo_doors import DemoDoors
from dure.site.demo_farms import read_farms

OFFERS_MIN, SELLERS_MIN, COUNTIES_MIN = 400, 60, 12
OF_THE_SHOP = r"^(order|payment|fulfilment|release|promotion|sale|gift|disbursement):[0-9a-f-]{12,}"


@pytest.fixture(scope="module")
def whole_demo_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A house with the demo world in it, built once for all tests of this file and taken back after them."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, kept_world(django_db_blocker):
        load_regions()
        load_kinds()
        build_demo_world()
        yield


@pytest.fixture
def demo_world(whole_demo_world: None, db: None) -> None:
    """The demo world, safe to change."""


@pytest.mark.usefixtures("demo_world")
def test_building_it_again_changes_nothing() -> None:
    before = Person.objects.count(), Organisation.objects.count(), Entry.objects.count()

    build_demo_world()

    assert (Person.objects.count(), Organisation.objects.count(), Entry.objects.count()) == before
    farms = read_farms()
    assert before[:2] == (len(CAST) + len({farm.region for farm in farms}), len(GROUPS) + len(farms))


@pytest.mark.usefixtures("demo_world")
def test_its_shelves_are_full_in_three_languages() -> None:
    offers = Offer.objects.filter(is_public=True, status="open")
    sellers = {farm.id: farm for farm in Organisation.objects.filter(id__in=offers.values("organisation_id"))}

    assert offers.count() >= OFFERS_MIN
    assert len(sellers) >= SELLERS_MIN
    assert len({farm.region_id for farm in sellers.values()}) >= COUNTIES_MIN
    assert not Product.objects.filter(Q(name_ko="") | Q(name_zh="") | Q(name_en="")).exists()


@pytest.mark.usefixtures("demo_world")
def test_its_book_is_in_order_and_says_that_it_is_invented() -> None:
    assert examine().problems == []
    proof = last_proof()
    assert proof is not None
    assert proof.entry_count == Entry.objects.count() > 0
    first_day = Entry.objects.exclude(reference__regex=OF_THE_SHOP)
    assert [
        entry.reference for entry in first_day if not (entry.about.items() > MEMO.items() and entry.about["for"])
    ] == []
    assert orders.examine().problems == []


@pytest.mark.usefixtures("demo_world")
@pytest.mark.parametrize("member", CAST, ids=[member.key for member in CAST])
def test_everybody_of_the_cast_can_sign_in(member: Member) -> None:
    client = Client()

    response = client.post(reverse("account_login"), {"login": member.phone_as_typed, "password": PASSWORD})

    assert response.status_code == HTTPStatus.FOUND
    wanted = reverse("mfa_authenticate") if member.staff_roles else reverse("people:me")
    assert response["Location"] == wanted


@pytest.mark.usefixtures("demo_world")
def test_the_code_shown_lets_the_invented_staff_in() -> None:
    client = Client()
    staff = next(member for member in CAST if member.staff_roles)
    client.post(reverse("account_login"), {"login": staff.phone_as_typed, "password": PASSWORD})

    assert DemoDoors().code in client.get(reverse("mfa_authenticate")).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": DemoDoors().code})

    assert client.get(reverse("admin:index")).status_code == HTTPStatus.OK


@pytest.mark.usefixtures("demo_world")
def test_nobody_else_at_the_second_step_sees_the_code() -> None:
    client = Client()
    member = next(member for member in CAST if not member.staff_roles)
    TOTP.activate(SignIn.objects.get(phone=member.phone), "OTHERSECRETOTHERSECRETOTHERSECRE")
    client.post(reverse("account_login"), {"login": member.phone_as_typed, "password": PASSWORD})

    response = client.get(reverse("mfa_authenticate"))

    assert response.status_code == HTTPStatus.OK
    assert DemoDoors().code not in response.content.decode()


def test_the_doors_are_shown_on_the_sign_in_page(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert all(member.phone_as_typed in page for member in CAST)
