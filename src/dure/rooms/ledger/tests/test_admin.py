"""The back office looks at the book and changes nothing; only units of goods are opened there."""

import pytest
from django.contrib.admin.templatetags.admin_list import result_headers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from dure.kernel.http import Actor
from dure.rooms.ledger import chart, factories
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.models import Account, ListedEntry, ListedHold, ListedSeal, Proof, Unit
from dure.rooms.ledger.queries.owners import account_titles
from dure.rooms.ledger.services import holds, proofs, seals
from dure.rooms.people import factories as people_factories
from dure.rooms.people.services.persons import change_preferences

NAMES = ["account", "listedentry", "listedhold", "listedseal", "proof", "unit"]


@pytest.fixture
def staff(db):
    return people_factories.make_staff()


@pytest.fixture
def office(staff) -> Client:
    return people_factories.office_of(staff, language="en")


@pytest.fixture
def book(frozen_time, saver):
    holds.hold(reference="order:1", account=saver.wallet, amount=5, unit="KRW")
    frozen_time.tick(days=1)
    seals.seal_finished_days()
    proofs.prove()


def rows_of(office, name, **asked):
    """How many rows a list shows."""
    return office.get(reverse(f"admin:ledger_{name}_changelist"), asked).context["cl"].result_count


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
    assert rows_of(office, "listedentry", q="find me") == 1
    assert rows_of(office, "listedentry", q="find") == 0


def test_accounts_are_found_by_the_beginning_of_their_code_and_by_sort(office, saver):
    assert rows_of(office, "account", q="wallet:") == rows_of(office, "account", sort="wallet") == 1
    assert rows_of(office, "account", q=saver.wallet, sort="fund") == 0


def test_holds_are_found_by_reference_account_and_status(office, book, saver):
    for asked in ({"q": "order:1"}, {"q": saver.wallet}, {"status__exact": "open"}):
        assert rows_of(office, "listedhold", **asked) == 1
    assert rows_of(office, "listedhold", status__exact="expired") == 0


def test_entries_are_sifted_by_kind_and_time(office, saver, frozen_time):
    assert rows_of(office, "listedentry", kind=int(Kind.DEPOSIT), days=1) == 1
    assert rows_of(office, "listedentry", kind=int(Kind.GIFT)) == 0
    frozen_time.tick(days=2)
    assert rows_of(office, "listedentry", days=1) == 0


def test_lists_name_the_owners_with_as_many_queries_for_many_as_for_one(office, saver, django_assert_num_queries):
    address = reverse("admin:ledger_listedentry_changelist")
    with CaptureQueriesContext(connection) as queries:
        assert " · Wu" not in office.get(address).content.decode()
    for name in ("Wu", "Xia", "Yeon"):
        person = people_factories.make_person(name=name)
        factories.deposit(person_id=person.id, reference=name)
    with django_assert_num_queries(len(queries)):
        page = office.get(address).content.decode()
    assert all(f" · {name} " in page for name in ("Wu", "Xia", "Yeon"))


def test_an_organisation_s_account_bears_its_name(saver):
    group = people_factories.make_organisation()
    codes = [chart.earnings(group.id), chart.fund(group.id), chart.outside("bank"), chart.commission(), "wallet:odd"]
    with override("en"):
        assert account_titles(codes=codes) == {
            codes[0]: f"An organisation's earnings · {group.name}",
            codes[1]: f"A fund · {group.name}",
            codes[2]: "The world outside · bank",
            codes[3]: "The house's commission",
            codes[4]: "A person's wallet",
        }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["ko", "zh-hans"])
def test_columns_are_in_words(office, staff, book, name, language):
    change_preferences(by=Actor(person_id=staff.id), language=language)
    page = office.get(reverse(f"admin:ledger_{name}_changelist"))
    assert page.headers["content-language"] == language
    heads = [str(head["text"]) for head in result_headers(page.context["cl"])]
    assert not [head for head in heads if head.isascii() and head.strip() and "<" not in head]


@pytest.mark.parametrize("model", [Account, ListedEntry, ListedHold, ListedSeal, Proof, Unit])
def test_lists_are_taken_away_as_a_table_without_markup(office, book, model):
    chosen = [str(pk) for pk in model.objects.values_list("pk", flat=True)]
    asked = {"action": "export_table", "_selected_action": chosen}
    lines = (
        office.post(reverse(f"admin:ledger_{model._meta.model_name}_changelist"), asked)
        .getvalue()
        .decode()
        .splitlines()
    )
    assert len(lines) == len(chosen) + 1
    assert not any("<div" in line or "<a " in line for line in lines)


def test_a_unit_of_goods_is_opened_by_the_verb(office):
    asked = {"code": "blanket", "scale": "0", "name_ko": "담요", "name_zh_hans": "毛毯", "name_en": "blankets"}
    answer = office.post(reverse("admin:ledger_unit_add"), asked)
    assert answer.status_code == 302
    opened = Unit.objects.get(code="blanket")
    assert (opened.number, opened.family) == (1000, "goods")
    assert office.post(reverse("admin:ledger_unit_change", args=[1000]), asked).status_code == 403
