"""The book's pages: public ones tell no names, one's own are one's own, staff see every account."""

import hashlib
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.ids import new_id
from dure.rooms.ledger import chart, factories
from dure.rooms.ledger.models import Entry
from dure.rooms.ledger.services import entries, holds, proofs, seals
from dure.rooms.people import factories as people_factories

SUNDAY = date(2026, 11, 22)


@pytest.fixture
def visitor(db) -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def of_ana(ana) -> Client:
    return _signed_in(ana)


@pytest.fixture
def of_bo(bo) -> Client:
    return _signed_in(bo)


@pytest.fixture
def of_staff(db) -> Client:
    return people_factories.office_of(people_factories.make_staff(), language="en")


def _signed_in(person) -> Client:
    person.language = "en"
    person.save(update_fields=["language"])
    client = Client(headers={"accept-language": "en"})
    client.force_login(people_factories.sign_in_of(person))
    return client


@pytest.fixture
def week(frozen_time, ana, fund_id):
    """Ana has 10,000 won, gave 300 and has 500 reserved; Sunday is sealed and proven."""
    factories.deposit(person_id=ana.id, reference="deposit:ana")
    entries.record_many(drafts=[factories.gift(giver_id=ana.id, fund_id=fund_id, amount=300, reference="gift:ana")])
    holds.hold(reference="order:ana", account=chart.wallet(ana.id), amount=500, unit="KRW", about={"for": "a cabbage"})
    frozen_time.tick(days=1)
    seals.seal_finished_days()
    proofs.prove()
    return Entry.objects.get(reference="gift:ana")


def page(client: Client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"ledger:{name}", args=args), query)
    assert answer.status_code == 200, (answer.status_code, answer.content[:500])
    return answer.content.decode()


def test_the_empty_book_explains_itself(visitor):
    text = page(visitor, "book")
    assert "No day is sealed yet" in text
    assert "The first check runs tonight" in text
    assert "No day is sealed yet" in page(visitor, "days")


def test_the_public_book_shows_sums_days_and_the_proof(week, visitor):
    text = page(visitor, "book")
    assert "The book is in order" in text
    assert "₩10,300" not in text  # two lines: their sum would tell who gave what
    assert "2 lines" in text
    assert "<svg" in text
    assert reverse("ledger:day", args=[SUNDAY, 1]) in text


def test_a_day_shows_its_number_and_hands_out_its_page(week, visitor):
    text = page(visitor, "day", SUNDAY, 1)
    answer = visitor.get(reverse("ledger:day_file", args=[SUNDAY, 1]))
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() in text
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("name", ["day", "day_file"])
@pytest.mark.parametrize("day", ["2026-11-23", "2026-02-31", "2020-01-01"])
def test_days_without_a_seal_are_not_found(week, visitor, name, day):
    address = reverse(f"ledger:{name}", args=[SUNDAY, 1]).replace("2026-11-22", day)
    assert visitor.get(address).status_code == 404


def test_public_pages_tell_nothing_private(week, visitor, ana):
    everything = page(visitor, "book") + page(visitor, "days") + page(visitor, "day", SUNDAY, 1)
    for private in (str(ana.id), "gift:ana", "order:ana", "wallet:", "a cabbage", ana.name):
        assert private not in everything


def test_a_broken_book_says_so_in_public(week, visitor):
    from dure.rooms.ledger.models import Balance  # noqa: PLC0415

    Balance.objects.filter(may_go_negative=True).update(amount=7)
    proofs.prove()
    text = page(visitor, "book")
    assert "The book is not in order" in text
    assert "Places that do not fit: 1" in text


def test_my_wallet_shows_what_is_there_reserved_and_moved(week, of_ana):
    text = page(of_ana, "my_statement")
    assert "₩9,700" in text
    assert "₩9,200 of it free" in text
    assert "a cabbage" in text
    assert "-₩300" in text


def test_an_empty_wallet_is_friendly(of_bo):
    assert "Nothing has come or gone yet" in page(of_bo, "my_statement")


@pytest.mark.parametrize(
    "query", [{"first": "rubbish"}, {"unit": "gold"}, {"first": "2026-12-31", "last": "2026-01-01"}, {"page": "x"}]
)
def test_a_wallet_survives_what_people_type(week, of_ana, query):
    assert "₩9,700" in page(of_ana, "my_statement", **query)


def test_an_entry_has_its_receipt(week, of_ana):
    text = page(of_ana, "entry", 1, week.entry_id)
    assert "exactly as you see it here" in text
    assert "My wallet" in text
    assert "A fund" in text
    assert "fund:" not in text.replace("&quot;", "").split("Secret")[0]


def test_somebody_elses_entry_is_not_found(week, of_bo):
    assert of_bo.get(reverse("ledger:entry", args=[1, week.entry_id])).status_code == 404


def test_strangers_are_led_to_sign_in(week, visitor):
    for name, args in (("my_statement", []), ("entry", [1, week.entry_id]), ("accounts", [])):
        assert visitor.get(reverse(f"ledger:{name}", args=args)).status_code in {302, 401}


def test_staff_pages_are_closed_to_people(week, of_ana):
    for name, args in (("accounts", []), ("account", ["commission"]), ("trial_balance", [])):
        assert of_ana.get(reverse(f"ledger:{name}", args=args)).status_code == 403


def test_staff_find_accounts_and_read_them(week, of_staff, ana):
    wallet = chart.wallet(ana.id)
    assert wallet in page(of_staff, "accounts", text="wallet:")
    assert wallet not in page(of_staff, "accounts", text="fund:")
    assert "9,700" in page(of_staff, "account", wallet)
    assert page(of_staff, "trial_balance")
    assert wallet in page(of_staff, "entry", 1, week.entry_id)


def test_lists_ask_as_often_for_many_rows_as_for_few(of_staff, same_query_count):
    def make(count: int) -> None:
        for _ in range(count):
            factories.deposit(person_id=new_id())

    same_query_count(make=make, visit=lambda: page(of_staff, "accounts"))


@pytest.mark.parametrize("language", ["ko", "zh-hans", "en"])
def test_every_page_speaks_three_languages(week, of_staff, ana, language):
    type(ana).objects.update(language=language)
    for name, args in (
        ("book", []),
        ("days", []),
        ("day", [SUNDAY, 1]),
        ("my_statement", []),
        ("accounts", []),
        ("account", [chart.wallet(ana.id)]),
        ("trial_balance", []),
        ("entry", [1, week.entry_id]),
    ):
        assert f'lang="{language}"' in page(of_staff, name, *args)
