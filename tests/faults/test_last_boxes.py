"""Many buyers press the button at once in a running house: boxes are sold once, and who goes empty keeps the money.

Also while the web server is killed under their hands, and while those who carry the news of card payments die.
"""

import os
import re
import signal
import threading
from collections import Counter
from http import HTTPStatus
from itertools import cycle

import pytest

from tests.browser.house import House, wait_until
from tests.faults.bring_buyers import PRICE
from tests.faults.buyers import CARDS, Crowd
from tests.faults.test_kill import BACK_WITHIN_S, is_whole, kill

pytestmark = [pytest.mark.faults, pytest.mark.slow]

BUYERS, BOXES = 64, 30
HURT_BUYERS, HURT_BOXES = 20, 12
PAYERS = 12
PLACED, PAID = 1, 2
EMPTIED = (HTTPStatus.FOUND, "/market/basket/")
"""The answer to who was too late for the only thing in the basket: the basket, which says so."""
TOLD_WITHIN_S = 150
"""A dead worker's jobs are put back by the clock: 40 s without a heartbeat, then the next full minute."""


def everything_fits(crowd: Crowd, *, boxes: int) -> None:
    """Check in the tables that so many buyers have one paid order each, and the others all their money."""
    orders = crowd.orders()
    assert len(orders) == boxes
    assert {(status, total) for _number, status, total in orders.values()} == {(PAID, PRICE)}
    assert (crowd.boxes_ordered(), crowd.shelf()) == (boxes, (boxes, boxes, 0))
    assert crowd.payments() == ["paid"] * boxes
    assert sorted(crowd.times_booked().values()) == [1] * boxes
    crowd.prove()


def test_sixty_four_buyers_press_at_once_and_the_last_thirty_boxes_are_sold_once(hurt_house: House) -> None:
    crowd = Crowd.brought(hurt_house, buyers=BUYERS, boxes=BOXES)
    crowd.open_checkouts("wallet")
    crowd.press_together()

    everything_fits(crowd, boxes=BOXES)
    assert crowd.purses() == {0: BOXES, PRICE: BUYERS - BOXES}
    orders = crowd.orders()
    for buyer in crowd.buyers:
        ((status, path),) = buyer.replies
        if str(buyer.person_id) in orders:
            assert (status, path[: len("/market/payments/")]) == (HTTPStatus.FOUND, "/market/payments/")
        else:
            assert (status, path) == EMPTIED
    late = next(buyer for buyer in crowd.buyers if str(buyer.person_id) not in orders)
    assert re.search("No longer to be had.*Apples", late.visitor.ask("GET", EMPTIED[1])[1], re.DOTALL)


def test_who_presses_twice_at_once_has_one_order_and_is_led_to_it_both_times(hurt_house: House) -> None:
    crowd = Crowd.brought(hurt_house, buyers=8, boxes=8)
    crowd.open_checkouts("wallet")
    crowd.press_together(times=2)

    everything_fits(crowd, boxes=8)
    orders = crowd.orders()
    for buyer in crowd.buyers:
        number, _status, _total = orders[str(buyer.person_id)]
        for status, path in buyer.replies:
            assert status == HTTPStatus.FOUND
            assert path.startswith(("/market/payments/", f"/market/orders/{number}/")), path


def test_a_web_server_killed_while_twenty_order_leaves_no_half_order_and_no_held_money(hurt_house: House) -> None:
    crowd = Crowd.brought(hurt_house, buyers=HURT_BUYERS, boxes=HURT_BOXES)
    crowd.open_checkouts("wallet")
    killed: list[int] = []
    killing = threading.Thread(target=lambda: killed.append(kill_amid(crowd)))
    killing.start()
    crowd.press_together()
    killing.join()
    wait_until(lambda: is_whole(hurt_house, "web", killed[0]), within_s=BACK_WITHIN_S, what="web is back")

    assert {status for buyer in crowd.buyers for status, _path in buyer.replies} == {HTTPStatus.FOUND}
    crowd.pay_what_waits()
    everything_fits(crowd, boxes=HURT_BOXES)
    assert crowd.purses() == {0: HURT_BOXES, PRICE: HURT_BUYERS - HURT_BOXES}


def test_a_worker_killed_between_payments_and_parcels_leaves_each_parcel_and_notice_there_once(
    hurt_house: House,
) -> None:
    crowd = Crowd.brought(hurt_house, buyers=PAYERS, boxes=PAYERS)
    crowd.open_checkouts("wallet")
    worker = hurt_house.pid("worker")
    assert worker
    os.kill(worker, signal.SIGSTOP)
    crowd.press_together()
    assert (crowd.payments(), crowd.parcels()) == (["paid"] * PAYERS, [])  # paid at once, whoever works

    killed = kill(hurt_house, "worker")
    wait_until(lambda: bool(crowd.parcels()), within_s=BACK_WITHIN_S, what="a parcel is booked", look_every_s=0.01)
    again = kill(hurt_house, "worker")
    assert again != killed
    wait_until(lambda: is_whole(hurt_house, "worker", again), within_s=BACK_WITHIN_S, what="worker is back")
    wait_until(lambda: len(crowd.parcels()) >= PAYERS, within_s=TOLD_WITHIN_S, what="every parcel is booked")
    wait_until(lambda: len(crowd.notices()) >= 2 * PAYERS, within_s=TOLD_WITHIN_S, what="everybody is told")

    everything_fits(crowd, boxes=PAYERS)
    assert sorted(Counter(crowd.parcels()).values()) == [1] * PAYERS
    assert sorted(Counter(crowd.notices()).values()) == [1] * 2 * PAYERS  # each buyer, and the farmer of each order


def kill_amid(crowd: Crowd) -> int:
    """Kill the whole web server as soon as some have ordered, and return its number."""
    wait_until(lambda: crowd.boxes_ordered() > 0, within_s=60, what="somebody has ordered", look_every_s=0.01)
    number = crowd.house.pid("web")
    assert number
    os.killpg(number, signal.SIGKILL)
    return number


def test_payments_told_of_while_worker_and_nats_die_land_once_each(hurt_house: House) -> None:
    crowd = Crowd.brought(hurt_house, buyers=PAYERS, boxes=PAYERS)
    crowd.open_checkouts("card_sandbox")
    crowd.press_together()
    crowd.pay_by_card(cycle(CARDS))
    worker, nats = kill(hurt_house, "worker"), kill(hurt_house, "nats")
    for name, number in (("worker", worker), ("nats", nats)):
        wait_until(lambda: is_whole(hurt_house, name, number), within_s=BACK_WITHIN_S, what=f"{name} is back")  # noqa: B023  waited for here
    told_s = wait_until(crowd.is_everything_told, within_s=TOLD_WITHIN_S, what="the card company has told everything")
    print(f"\ncards: everything told {told_s:.1f} s after worker and NATS were back")

    everything_fits(crowd, boxes=PAYERS)
