"""Many at once: whatever the order in which several connections work, no value is made, lost or spent twice."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.testing import at_once, refusals
from dure.rooms.ledger import chart, errors, factories
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Draft, Leg, move
from dure.rooms.ledger.models import Entry, Hold
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.queries.proof import examine
from dure.rooms.ledger.services import entries, holds, seals
from dure.rooms.ledger.tests.conftest import sums_to_zero

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PEOPLE = 4
STARTING_WON = 1_000
WORKERS = 4


def spend(person: UUID, amount: int, reference: str):
    legs = move(source=chart.wallet(person), target=chart.commission(), amount=amount, unit="KRW")
    return entries.record(reference=reference, kind=Kind.PURCHASE, legs=legs)


def test_eight_spend_the_same_wallet_and_only_as_many_as_it_holds_succeed(saver):
    results = at_once(*(lambda n=n: spend(saver.id, 3_000, f"spend:{n}") for n in range(8)))
    assert sorted(refusals(results)) == ["insufficient_funds"] * 5
    assert saver.has() == 1_000
    assert sums_to_zero()


def test_eight_reserve_the_same_wallet_and_only_as_many_as_it_holds_succeed(saver):
    def reserve(number: int) -> Hold:
        return holds.hold(reference=f"h:{number}", account=saver.wallet, amount=3_000, unit="KRW")

    results = at_once(*(lambda n=n: reserve(n) for n in range(8)))
    assert sorted(refusals(results)) == ["insufficient_funds"] * 5
    assert saver.may_use() == 1_000


def test_the_same_reference_at_once_is_recorded_once(saver):
    results = at_once(*(lambda: spend(saver.id, 100, "only once") for _ in range(6)))
    assert len({result.entry_id for result in results}) == 1
    assert sum(result.is_new for result in results) == 1
    assert saver.has() == 9_900


def test_the_same_reference_with_other_contents_at_once_is_recorded_once(saver):
    results = at_once(*(lambda n=n: spend(saver.id, 100 + n, "only once") for n in range(6)))
    assert sorted(refusals(results)) == ["reference_reused"] * 5
    assert Entry.objects.filter(reference="only once").count() == 1


def test_one_entry_reversed_at_once_for_several_reasons_is_reversed_once(saver):
    for number in range(20):
        paid = spend(saver.id, 100, f"spend:{number}").entry_id
        results = at_once(*(lambda n=n, paid=paid: entries.reverse(entry_id=paid, reason=f"why:{n}") for n in range(6)))
        assert refusals(results) == ["already_reversed"] * 5
    assert saver.has() == 10_000
    assert sums_to_zero()


def test_the_same_hold_captured_at_once_is_captured_once(saver):
    holds.hold(reference="h", account=saver.wallet, amount=3_000, unit="KRW")

    def capture(number: int):
        to = [Leg(chart.commission(), 3_000, "KRW")]
        return holds.capture(hold_reference="h", reference=f"c:{number}", kind=Kind.PURCHASE, to=to)

    results = at_once(*(lambda n=n: capture(n) for n in range(4)), lambda: holds.release(hold_reference="h"))
    assert len(refusals(results)) == 4
    assert (saver.has(), saver.may_use()) in {(7_000, 7_000), (10_000, 10_000)}
    assert examine().holds


def test_an_entry_reversed_at_once_is_reversed_once(saver):
    entry = spend(saver.id, 500, "wrong")
    results = at_once(*(lambda n=n: entries.reverse(entry_id=entry.entry_id, reason=f"{n}") for n in range(4)))
    assert sorted(refusals(results)) == ["already_reversed"] * 3
    assert saver.has() == 10_000


def test_new_accounts_opened_at_once_do_not_wait_in_a_circle(db):
    people = [new_id() for _ in range(40)]

    def welcome(order: Sequence[UUID], name: str):
        return entries.record_many(
            drafts=[
                Draft(
                    reference=f"{name}:{person}",
                    kind=Kind.REWARD,
                    legs=move(source=chart.outside("nature"), target=chart.wallet(person), amount=1, unit="energy"),
                )
                for person in order
            ]
        )

    results = at_once(
        lambda: welcome(people, "forward"),
        lambda: welcome(people[::-1], "backward"),
        lambda: welcome(people[::2] + people[1::2], "odd"),
    )
    assert not refusals(results)
    assert {accounts.balance(account=chart.wallet(person), unit="energy") for person in people} == {3}


def test_batches_with_common_references_in_opposite_order_do_not_wait_in_a_circle(saver, fund_id):
    drafts = [factories.gift(giver_id=saver.id, fund_id=fund_id, amount=1, reference=f"g:{n}") for n in range(200)]
    results = at_once(
        lambda: entries.record_many(drafts=drafts),
        lambda: entries.record_many(drafts=drafts[::-1]),
        lambda: entries.record_many(drafts=drafts[100:] + drafts[:100]),
    )
    assert not refusals(results)
    assert saver.has() == 9_800


def test_money_going_round_in_both_directions_does_not_deadlock(saver, other):
    factories.deposit(person_id=other.id, amount=10_000)

    def back_and_forth(source: str, target: str, name: str) -> None:
        for number in range(25):
            legs = move(source=source, target=target, amount=7, unit="KRW")
            entries.record(reference=f"{name}:{number}", kind=Kind.TRANSFER, legs=legs)

    results = at_once(
        lambda: back_and_forth(saver.wallet, other.wallet, "a"),
        lambda: back_and_forth(other.wallet, saver.wallet, "b"),
        lambda: back_and_forth(saver.wallet, other.wallet, "c"),
        lambda: back_and_forth(other.wallet, saver.wallet, "d"),
    )
    assert not refusals(results)
    assert (saver.has(), other.has()) == (10_000, 10_000)


def test_a_day_is_sealed_while_others_write(frozen_time, saver):
    frozen_time.tick(days=1)
    results = at_once(
        seals.seal_finished_days,
        seals.seal_finished_days,
        *(lambda n=n: spend(saver.id, 1, f"s:{n}") for n in range(6)),
    )
    assert not refusals(results)
    assert saver.has() == 9_994
    assert examine().holds


def test_a_cut_connection_leaves_nothing_half_done(saver, fund_id, database_url, trace):
    """The writer's backend is killed while it waits for a lock in the middle of a batch."""
    before = trace()
    killed: list[object] = []
    batch = [factories.gift(giver_id=saver.id, fund_id=fund_id, amount=1) for _ in range(500)]

    def write() -> None:
        try:
            entries.record_many(drafts=batch)
        except Exception as error:  # noqa: BLE001  whatever the driver calls a cut line
            killed.append(error)
        finally:
            connection.close()

    with psycopg.connect(database_url) as blocker, psycopg.connect(database_url, autocommit=True) as killer:
        blocker.execute("SELECT FROM ledger_balance WHERE NOT may_go_negative FOR UPDATE")
        writer = threading.Thread(target=write)
        writer.start()
        waiting = (
            "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT ledger_record%' AND wait_event_type = 'Lock'"
        )
        while not (found := killer.execute(waiting).fetchall()):
            pass
        killer.execute("SELECT pg_terminate_backend(%s)", found[0])
        writer.join(timeout=20)

    assert killed
    assert trace() == before
    assert saver.has() == 10_000
    assert entries.record_many(drafts=batch)[0].is_new
    assert saver.has() == 9_500


EXPECTED = (
    errors.InsufficientFunds,
    errors.BatchRefused,
    errors.ReferenceReused,
    errors.HoldNotFound,
    errors.HoldEnded,
    errors.HoldExpired,
    errors.ExpiryPassed,
    errors.CaptureExceedsHold,
    errors.ReversalIsFinal,
    errors.AlreadyReversed,
)
"""What may be refused in a random story."""

person_numbers = st.integers(0, PEOPLE - 1)
amounts = st.integers(1, 600)
steps = st.one_of(
    st.tuples(st.just("pay"), person_numbers, person_numbers, amounts),
    st.tuples(st.just("batch"), person_numbers, person_numbers, amounts),
    st.tuples(st.just("hold"), person_numbers, st.integers(0, 5), amounts),
    st.tuples(st.just("capture"), person_numbers, st.integers(0, 5), amounts),
    st.tuples(st.just("capture a part"), person_numbers, st.integers(0, 5), amounts),
    st.tuples(st.just("release"), person_numbers, st.integers(0, 5), amounts),
    st.tuples(st.just("expire"), person_numbers, person_numbers, amounts),
    st.tuples(st.just("reverse"), person_numbers, person_numbers, amounts),
)


class Story:
    """A small world in which random steps are taken by several connections at once."""

    def __init__(self) -> None:
        self.name = new_id()
        self.people = [new_id() for _ in range(PEOPLE)]
        for person in self.people:
            factories.deposit(person_id=person, amount=STARTING_WON)

    def wallet(self, number: int) -> str:
        return chart.wallet(self.people[number])

    def unfold(self, worker: int, taken: list[tuple[str, int, int, int]]) -> None:
        for number, step in enumerate(taken):
            self.take(worker, number, step)

    def take(self, worker: int, number: int, step: tuple[str, int, int, int]) -> None:
        verb, first, second, amount = step
        reference = f"{self.name}:{worker}:{number}"
        with suppress(*EXPECTED):
            getattr(self, verb.replace(" ", "_"))(reference, first, second, amount)

    def pay(self, reference: str, giver: int, taker: int, amount: int) -> None:
        legs = move(source=self.wallet(giver), target=self.wallet(taker), amount=amount, unit="KRW")
        entries.record(reference=reference, kind=Kind.TRANSFER, legs=legs)

    def batch(self, reference: str, giver: int, taker: int, amount: int) -> None:
        there = move(source=self.wallet(giver), target=self.wallet(taker), amount=amount, unit="KRW")
        back = move(source=self.wallet(taker), target=self.wallet(giver), amount=amount // 2 + 1, unit="KRW")
        entries.record_many(
            drafts=[
                Draft(reference=f"{reference}:{part}", kind=Kind.TRANSFER, legs=legs)
                for part, legs in enumerate((there, back, there))
            ]
        )

    def hold(self, reference: str, person: int, slot: int, amount: int) -> None:
        expires_at = clock.now() + timedelta(milliseconds=5) if slot % 2 else None
        holds.hold(
            reference=f"{self.name}:hold:{slot}",
            account=self.wallet(person),
            amount=amount,
            unit="KRW",
            expires_at=expires_at,
        )

    def capture(self, reference: str, person: int, slot: int, amount: int) -> None:
        self._capture(reference, person, slot, amount, keep_rest=False)

    def capture_a_part(self, reference: str, person: int, slot: int, amount: int) -> None:
        self._capture(reference, person, slot, amount // 3 + 1, keep_rest=True)

    def _capture(self, reference: str, person: int, slot: int, amount: int, *, keep_rest: bool) -> None:
        holds.capture(
            hold_reference=f"{self.name}:hold:{slot}",
            reference=reference,
            kind=Kind.PURCHASE,
            to=[Leg(self.wallet(person), amount, "KRW")],
            keep_rest=keep_rest,
        )

    def release(self, reference: str, person: int, slot: int, amount: int) -> None:
        holds.release(hold_reference=f"{self.name}:hold:{slot}")

    def expire(self, reference: str, first: int, second: int, amount: int) -> None:
        holds.expire_holds()

    def reverse(self, reference: str, first: int, second: int, amount: int) -> None:
        mine = Entry.objects.filter(reference__startswith=f"{self.name}:").order_by("entry_id")
        found = mine[amount % max(mine.count(), 1) :].first()
        if found:
            entries.reverse(entry_id=found.entry_id, reason=reference)


@pytest.mark.timeout(600)  # many transactions, each waiting for the others
@given(stories=st.lists(st.lists(steps, min_size=3, max_size=10), min_size=WORKERS, max_size=WORKERS))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_random_steps_from_several_connections_never_make_or_lose_value(stories):
    story = Story()
    results = at_once(
        *(lambda worker=worker, taken=taken: story.unfold(worker, taken) for worker, taken in enumerate(stories))
    )

    assert not refusals(results)
    wallets = [chart.wallet(person) for person in story.people]
    assert sum(accounts.balance(account=wallet, unit="KRW") for wallet in wallets) == PEOPLE * STARTING_WON
    assert all(accounts.available(account=wallet, unit="KRW") >= 0 for wallet in wallets)
    assert sums_to_zero()
    findings = examine()
    assert findings.holds, findings.problems
