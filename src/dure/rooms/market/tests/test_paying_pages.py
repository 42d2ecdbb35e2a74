"""The pages of paying: choosing how, the sandbox's card page, waiting honestly, the outcome, and the differences."""

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.ledger import chart
from dure.rooms.market.card_sandbox import Behaviour
from dure.rooms.market.models import Difference, Order, Payment, SandboxCharge
from dure.rooms.market.services import payments, reconciliations
from dure.rooms.people import factories as people
from dure.rooms.people.roles import StaffRole

from .paying import NUMBERS, begin, book, card, fill_wallet, held, order_of, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(ana):
    """Ana's browser."""
    return signed_in(ana)


def signed_in(person):
    found = Client()
    found.force_login(people.sign_in_of(person))
    return found


def words(answer):
    return answer.content.decode()


def pay_url(order):
    return reverse("market:pay", args=[order.order_id])


def choose(browser, order, provider="card_sandbox"):
    return browser.post(pay_url(order), {"provider": provider})


def test_pays_by_test_card_with_a_challenge(browser, ana):
    order = order_of(ana)
    assert "24,000" in words(browser.get(pay_url(order)))

    page = choose(browser, order).url
    assert "SANDBOX" in words(browser.get(page))
    asked = browser.post(page, {"number": NUMBERS[Behaviour.CHALLENGE]}).url
    assert browser.get(page).url == asked
    code = SandboxCharge.objects.get().code
    assert code in words(browser.get(asked))
    assert browser.post(asked, {"code": "no"}).url == asked
    back = browser.post(asked, {"code": code}).url

    result = browser.get(back, follow=True)

    assert result.status_code == 200
    assert status(order) is Order.Status.PAID
    assert browser.get(pay_url(order)).url == reverse("market:payment", args=[Payment.objects.get().id])


def test_a_double_click_on_pay_makes_one_payment(browser, ana):
    order = order_of(ana)
    first, second = choose(browser, order), choose(browser, order)
    assert first.url == second.url
    assert Payment.objects.count() == 1


def test_too_little_in_the_wallet_leads_back_to_the_ways_to_pay_and_takes_nothing(browser, ana):
    order = order_of(ana)
    fill_wallet(ana, 23_999)
    page = browser.post(pay_url(order), {"provider": "wallet"}, follow=True)
    assert page.redirect_chain == [(pay_url(order), 302)]
    assert "There was not enough on it. Nothing was taken." in words(page)
    assert status(order) is Order.Status.PLACED
    assert (book(chart.wallet(ana.id)), held()) == (23_999, 0)


def test_a_card_that_is_no_test_card_is_refused_in_the_form(browser, ana):
    page = choose(browser, order_of(ana)).url
    answer = browser.post(page, {"number": "4111 1111 1111 1111"})
    assert answer.status_code == 200
    assert SandboxCharge.objects.get().status == SandboxCharge.Status.OPEN
    assert "4111" in words(answer)


def test_calling_off_leads_back_and_lets_pay_in_another_way(browser, ana):
    order = order_of(ana)
    choose(browser, order)
    back = browser.post(reverse("market:sandbox_cancellation", args=[SandboxCharge.objects.get().id])).url
    result = browser.get(back, follow=True)
    assert pay_url(order) in words(result)
    fill_wallet(ana)
    choose(browser, order, "wallet")
    assert status(order) is Order.Status.PAID


def test_the_waiting_page_asks_again_and_says_honestly_that_we_do_not_know(browser, ana, frozen_time):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment, Behaviour.SLOW)
    payments.look(payment_id=payment.id)
    page = reverse("market:payment", args=[payment.id])
    state = reverse("market:payment_state", args=[payment.id])

    waiting = words(browser.get(page))
    assert state in waiting
    assert "every 3s" in waiting
    assert pay_url(order) not in waiting

    frozen_time.tick(minutes=1)
    browser.post(reverse("market:payment_question", args=[payment.id]))
    assert "every 3s" not in words(browser.get(state))
    assert status(order) is Order.Status.PAID


def test_a_declined_payment_says_why_and_what_to_do(browser, ana):
    order = order_of(ana)
    payment = begin(order).payment
    card(payment, Behaviour.DECLINED)
    payments.look(payment_id=payment.id)
    assert pay_url(order) in words(browser.get(reverse("market:payment", args=[payment.id])))


def test_money_that_came_too_late_is_told_to_go_back(browser, ana):
    order = order_of(ana)
    payment = begin(order).payment
    Order.objects.filter(order_id=order.order_id).update(status=Order.Status.EXPIRED)
    card(payment)
    payments.look(payment_id=payment.id)
    assert browser.get(reverse("market:payment", args=[payment.id])).status_code == 200
    assert browser.get(reverse("market:payment", args=[payment.id])).context["is_for_order"] is False
    assert held() == 0


@pytest.mark.parametrize("name", ["payment", "payment_state", "payment_return"])
def test_another_persons_payment_is_not_there(bo, ana, name):
    payment = begin(order_of(ana)).payment
    other = signed_in(bo)
    assert other.get(reverse(f"market:{name}", args=[payment.id])).status_code == 404
    assert other.get(pay_url(Order.objects.get())).status_code == 404


def test_the_sandbox_is_not_there_where_it_is_off(browser, ana, settings):
    page = choose(browser, order_of(ana)).url
    settings.CARD_SANDBOX = False
    assert browser.get(page).status_code == 404
    assert browser.post(page, {"number": NUMBERS[Behaviour.OK]}).status_code == 404
    assert SandboxCharge.objects.get().status == SandboxCharge.Status.OPEN


@pytest.fixture
def staff():
    """The browser of somebody who keeps the books, with a second factor."""
    return people.office_of(people.make_staff(StaffRole.BOOKKEEPER, name="Kim"))


def test_staff_see_settle_and_save_differences(staff, ana, frozen_time):
    order = order_of(ana)
    card(begin(order).payment, Behaviour.LOST)
    frozen_time.tick(minutes=11)
    reconciliations.reconcile(provider="card_sandbox")
    found = Difference.objects.get()
    page = reverse("market:difference", args=[found.id])
    listed, file = reverse("market:differences"), reverse("market:differences_file")

    assert page in words(staff.get(listed))
    assert "24,000" in words(staff.get(page))
    lines = b"".join(staff.get(file).streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "24000" in lines[1]
    assert staff.post(page, {"outcome": Difference.Outcome.WRITTEN_OFF, "reason": ""}).status_code == 200
    assert Difference.objects.get().outcome == Difference.Outcome.OPEN
    assert staff.post(page, {"outcome": Difference.Outcome.MATCHED}).status_code == 302

    assert status(order) is Order.Status.PAID
    assert staff.get(page).status_code == 200
    assert page in words(staff.get(f"{listed}?dealt_with"))
    assert len(b"".join(staff.get(file).streaming_content).decode().splitlines()) == 1


def test_staff_can_have_everything_compared_now(staff):
    assert staff.post(reverse("market:comparison")).status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="market.compare_payments").count() == 1


def test_the_list_asks_as_often_for_thirty_differences_as_for_three(staff, same_query_count):
    def make(count):
        Difference.objects.bulk_create(
            Difference(
                provider="card_sandbox", kind=Difference.Kind.UNKNOWN_THERE, subject=str(new_id()), currency="KRW",
                theirs=5, found_at=clock.now(), seen_at=clock.now(),
            )
            for _each in range(count)
        )  # fmt: skip

    same_query_count(make=make, visit=lambda: staff.get(reverse("market:differences")))


@pytest.mark.parametrize("name", ["differences", "differences_file"])
def test_nobody_else_sees_the_differences(browser, name):
    assert browser.get(reverse(f"market:{name}")).status_code == 403
