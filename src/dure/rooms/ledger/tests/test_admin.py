"""The back office looks at the book and changes nothing; only units of goods are opened there."""

import pytest
from django.test import Client
from django.urls import reverse

from dure.rooms.ledger import factories
from dure.rooms.ledger.models import Account, ListedEntry, ListedSeal, Proof, Unit
from dure.rooms.ledger.services import holds, proofs, seals
from dure.rooms.people import factories as people_factories

NAMES = ["account", "listedentry", "listedhold", "listedseal", "proof", "unit"]


@pytest.fixture
def office(db) -> Client:
    person = people_factories.make_staff()
    client = Client(headers={"accept-language": "en"})
    sign_in = people_factories.sign_in_of(person)
    client.force_login(sign_in)
    session = client.session
    session["account_authentication_methods_user"] = str(sign_in.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session.save()
    return client


@pytest.fixture
def book(frozen_time, saver):
    holds.hold(reference="order:1", account=saver.wallet, amount=5, unit="KRW")
    frozen_time.tick(days=1)
    seals.seal_finished_days()
    proofs.prove()


@pytest.mark.parametrize("name", NAMES)
def test_lists_can_be_looked_at(office, book, name):
    answer = office.get(reverse(f"admin:ledger_{name}_changelist"))
    assert answer.status_code == 200


@pytest.mark.parametrize("model", [ListedEntry, ListedSeal, Account, Proof])
def test_one_of_them_can_be_looked_at_and_not_changed(office, book, model):
    row = model.objects.first()
    address = reverse(f"admin:ledger_{model._meta.model_name}_change", args=[row.pk])
    assert office.get(address).status_code == 200
    assert office.post(address, {"reference": "x"}).status_code == 403
    deletion = reverse(f"admin:ledger_{model._meta.model_name}_delete", args=[row.pk])
    assert office.post(deletion, {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_entries_are_found_by_their_whole_reference(office, saver):
    factories.deposit(person_id=saver.id, reference="find me")
    address = reverse("admin:ledger_listedentry_changelist")
    assert "find me" in office.get(address, {"q": "find me"}).content.decode()
    assert "find me" not in office.get(address, {"q": "find"}).content.decode()


def test_a_unit_of_goods_is_opened_by_the_verb(office):
    asked = {"code": "blanket", "scale": "0", "name_ko": "담요", "name_zh_hans": "毛毯", "name_en": "blankets"}
    answer = office.post(reverse("admin:ledger_unit_add"), asked)
    assert answer.status_code == 302
    opened = Unit.objects.get(code="blanket")
    assert (opened.number, opened.family) == (1000, "goods")
    assert office.post(reverse("admin:ledger_unit_change", args=[1000]), asked).status_code == 403
