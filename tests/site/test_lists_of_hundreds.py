"""Every list asks the database as often for three hundred rows as for three."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from itertools import count as counting

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.models import Cycle, CycleStatus, Round, Supply
from dure.rooms.catalog.services.imports import look_at_list
from dure.rooms.catalog.services.search import index_products
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.giving import factories as giving
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import factories as market
from dure.rooms.market.models import Difference, Dispute, Fulfilment, LateRefund, Order, Payment, TillMeans, TillSale
from dure.rooms.market.services import intake
from dure.rooms.merchants.models import Merchant, Payout, PayoutAccount, PayoutRun
from dure.rooms.people.factories import (
    actor_of,
    make_member,
    make_members,
    make_staff,
    office_of,
    sign_in_of,
)
from dure.rooms.people.models import Organisation, Person
from dure.rooms.people.roles import Role
from dure.rooms.trust.services.verifications import ask

FEW, MANY = 3, 300
AT_ONCE_MAX = 200
numbers = counting()


@dataclass(frozen=True)
class Reader:
    """Who looks, from which farm."""

    person: Person
    farm: Organisation

    def orders(self, how_many: int) -> None:
        """Order so often of the farm."""
        self._placed(how_many)

    def _placed(self, how_many: int) -> list[int]:
        """Order so often of the farm, in as few calls as the intake takes; returns the numbers."""
        box = market.offer(organisation_id=self.farm.id, on_hand=how_many)
        asked = [market.request(buyer_id=self.person.id, lines=[(box, 1)]) for _each in range(how_many)]
        outcomes = []
        for start in range(0, how_many, AT_ONCE_MAX):
            outcomes += intake.place_orders(requests=asked[start : start + AT_ONCE_MAX])
        numbered = [outcome.order_id for outcome in outcomes if outcome.order_id]
        assert len(numbered) == how_many
        return numbered

    def goods(self, how_many: int) -> None:
        """Put so many things on sale."""
        made = [catalog.offer(organisation_id=self.farm.id) for _each in range(how_many)]
        index_products(product_ids=[offer.product_id for offer in made])

    def news(self, how_many: int) -> None:
        """Be told so many things."""
        for _each in range(how_many):
            notify(people=[self.person.id], topic="orders", title="News", link="/book/", key=str(next(numbers)))

    def funds(self, how_many: int) -> None:
        """Open so many funds of one charity."""
        charity = giving.make_charity()
        for _each in range(how_many):
            giving.make_fund(charity_id=charity, name=f"Fund {next(numbers)}")

    def boxes(self, how_many: int) -> None:
        """Send so many boxes."""
        for _each in range(how_many):
            dispatch.make_shipment(sender=self.farm)

    def street_goods(self, how_many: int) -> None:
        """Have so many things at the counter."""
        for _each in range(how_many):
            catalog.offer(organisation_id=self.farm.id, channel="street")

    def members(self, how_many: int) -> None:
        """Be joined by so many people."""
        make_members(self.farm, how_many)

    def hubs(self, how_many: int) -> None:
        """Open so many hubs."""
        for _each in range(how_many):
            dispatch.make_hub(organisation=self.farm, name=f"Hall {next(numbers)}")

    def imports(self, how_many: int) -> None:
        """Send so many lists of goods."""
        for _each in range(how_many):
            table = io.BytesIO(
                f'"품명","품목","규격","가격","수량"\n"Beet {next(numbers)}","사과","5kg","32000","4"\n'.encode()
            )
            look_at_list(by=actor_of(self.person, self.farm), organisation_id=self.farm.id, file=table, name="list.csv")

    def cycles(self, how_many: int) -> None:
        """Coordinate so many open cycles, bring goods to each, and have them fetched at a hub of one's own."""
        now, day, hub = clock.now(), timedelta(days=1), dispatch.make_hub(organisation=self.farm)
        made = Cycle.objects.bulk_create(
            Cycle(
                organisation=self.farm, name=f"Week {next(numbers)}", currency="KRW", status=CycleStatus.OPEN,
                opens_at=now - day, closes_at=now + day, created_at=now, opened_at=now,
            )
            for _each in range(how_many)
        )  # fmt: skip
        Supply.objects.bulk_create(Supply(cycle=each, producer=self.farm, asked_at=now) for each in made)
        Round.objects.bulk_create(
            Round(cycle=each, hub=hub, pickup_from=now + day, pickup_until=now + 2 * day, agreed_at=now)
            for each in made
        )

    def drivers(self, how_many: int) -> None:
        """Let so many people ask to drive for the house."""
        for _each in range(how_many):
            dispatch.make_driver(is_approved=False)

    def sales(self, how_many: int) -> None:
        """Sell so often; of each sale a problem waits for the staff, and a refund for what the farm earns next."""
        now = clock.now()
        parts = Fulfilment.objects.bulk_create(
            Fulfilment(
                cell_id=HOME_CELL, order_id=number, seller=self.farm, buyer=self.person, currency="KRW", goods=1,
                delivery=0, paid_at=now,
            )
            for number in self._placed(how_many)
        )  # fmt: skip
        Order.objects.filter(order_id__in=[part.order_id for part in parts]).update(status=Order.Status.PAID)
        Dispute.objects.bulk_create(
            Dispute(
                fulfilment=part, status=Dispute.Status.STAFF, problem=Dispute.Problem.MISSING, lines={"1": 1},
                asked_amount=1, opened_at=now,
            )
            for part in parts
        )  # fmt: skip
        LateRefund.objects.bulk_create(
            LateRefund(
                fulfilment=part, seller=self.farm, currency="KRW", amount=1, from_seller=1, lines={"1": 1},
                why="Bruised", side="staff", asked_at=now,
            )
            for part in parts
        )  # fmt: skip

    def till_sales(self, how_many: int) -> None:
        """Sell so often at the counter."""
        TillSale.objects.bulk_create(
            TillSale(
                id=new_id(), organisation=self.farm, cell_id=HOME_CELL, order_id=number, content_hash=1,
                means=TillMeans.CASH, total=1, currency="KRW", sold_at=clock.now(), recorded_at=clock.now(),
                cashier_id=self.person.id,
            )
            for number in self._placed(how_many)
        )  # fmt: skip

    def payouts(self, how_many: int) -> None:
        """Be paid so often, each time in a run of its own."""
        now, day = clock.now(), clock.today()
        account, _is_new = PayoutAccount.objects.get_or_create(
            merchant_id=self.farm.id, defaults={"added_at": now, "usable_from": now}
        )
        runs = PayoutRun.objects.bulk_create(
            PayoutRun(key=str(next(numbers)), currency="KRW", total=1, payout_count=1, pays_on=day, made_at=now)
            for _each in range(how_many)
        )
        Payout.objects.bulk_create(
            Payout(
                run=run, merchant_id=self.farm.id, account=account, amount=1, currency="KRW", entry_id=1, made_at=now
            )
            for run in runs
        )

    def differences(self, how_many: int) -> None:
        """Differ so often from what a provider says of a payment."""
        now = clock.now()
        payments = Payment.objects.bulk_create(
            Payment(
                cell_id=HOME_CELL, order_id=next(numbers), payer=self.person, provider="card_sandbox",
                provider_reference=str(next(numbers)), source_account="outside:card-sandbox", amount=1, currency="KRW",
                begun_at=now,
            )
            for _each in range(how_many)
        )  # fmt: skip
        Difference.objects.bulk_create(
            Difference(
                provider="card_sandbox", kind=Difference.Kind.PAID_HERE_ONLY, subject=str(each.id), payment=each,
                currency="KRW", ours=1, found_at=now, seen_at=now,
            )
            for each in payments
        )  # fmt: skip

    def merchants(self, how_many: int) -> None:
        """Be one of so many sellers."""
        own, now = Merchant.objects.get(organisation=self.farm), clock.now()
        farms = Organisation.objects.bulk_create(
            Organisation(kind="farm", name=f"Farm {next(numbers)}", founded_by=self.person, created_at=now)
            for _each in range(how_many)
        )
        Merchant.objects.bulk_create(
            Merchant(organisation=each, region=own.region, address=own.address, status=own.status, started_at=now)
            for each in farms
        )

    def verifications(self, how_many: int) -> None:
        """Ask so often to be verified."""
        for _each in range(how_many):
            ask(by=actor_of(self.person, self.farm), subject=f"test:{next(numbers)}", organisation_id=self.farm.id)


@dataclass(frozen=True)
class Rows:
    """What is made, and the lists it stands in: everybody's, those of a farm, those of the staff."""

    make: Callable[[Reader, int], None]
    everybodys: tuple[str, ...] = ()
    of_a_farm: tuple[str, ...] = ()
    of_the_staff: tuple[str, ...] = ()


LISTS = {
    "goods": Rows(
        Reader.goods,
        ("web:shop", "web:search?q=apples", "api:listing", "api:search?q=apples"),
        ("catalog:own_products", "catalog:stock", "catalog:front_products", "api:own_offers", "api:own_stock"),
    ),
    "goods at the counter": Rows(Reader.street_goods, of_a_farm=("market:till",)),
    "orders": Rows(Reader.orders, ("market:orders", "api:my_orders")),
    "news": Rows(Reader.news, ("inbox:home", "api:my_notifications")),
    "funds": Rows(Reader.funds, ("giving:funds", "api:funds")),
    "boxes": Rows(Reader.boxes, of_a_farm=("dispatch:packing", "api:shipments")),
    "members": Rows(Reader.members, of_a_farm=("people:members", "api:members")),
    "hubs": Rows(Reader.hubs, ("api:hubs",), ("dispatch:hubs",)),
    "lists": Rows(Reader.imports, of_a_farm=("catalog:own_imports", "api:own_imports")),
    "cycles": Rows(Reader.cycles, ("catalog:open_rounds", "api:open_rounds"), ("catalog:my_cycles",)),
    "sales": Rows(
        Reader.sales,
        of_a_farm=("market:sales", "market:to_pack", "api:sales"),
        of_the_staff=("market:disputes", "market:late_refunds"),
    ),
    "sales at the counter": Rows(Reader.till_sales, of_a_farm=("market:till_sales",)),
    "payouts": Rows(Reader.payouts, of_a_farm=("merchants:payouts", "api:payouts"), of_the_staff=("merchants:runs",)),
    "differences": Rows(Reader.differences, of_the_staff=("market:differences",)),
    "sellers": Rows(Reader.merchants, of_the_staff=("merchants:all",)),
    "drivers": Rows(Reader.drivers, of_the_staff=("dispatch:house_drivers",)),
    "verifications": Rows(Reader.verifications, of_the_staff=("trust:queue",)),
}


@pytest.fixture
def reader(client: Client, ana: Person) -> Reader:
    """Ana, signed in, who also sells."""
    farm = market.seller()
    make_member(farm, ana, Role.OWNER)
    client.force_login(sign_in_of(ana))
    return Reader(ana, farm)


@pytest.fixture
def office(db: None) -> Client:
    """A browser of the staff."""
    return office_of(make_staff("administrator"))


@pytest.mark.parametrize("name", LISTS)
def test_asks_as_often_for_three_hundred_rows_as_for_three(
    name: str, client: Client, office: Client, reader: Reader, query_count: Callable[[Callable[[], object]], int]
) -> None:
    rows, farm = LISTS[name], reader.farm.id
    visits = {
        **{each: (client, _address(each)) for each in rows.everybodys},
        **{each: (client, _address(each, farm)) for each in rows.of_a_farm},
        **{each: (office, _address(each)) for each in rows.of_the_staff},
    }

    def visit(each: str) -> int:
        browser, address = visits[each]
        answer = browser.get(address)
        assert answer.status_code == HTTPStatus.OK, each
        return len(answer.content)

    rows.make(reader, FEW)
    for each in visits:
        visit(each)  # caches fill
    short = {each: visit(each) for each in visits}
    few = {each: query_count(partial(visit, each)) for each in visits}
    rows.make(reader, MANY - FEW)

    assert {each: query_count(partial(visit, each)) for each in visits} == few
    assert [each for each in visits if visit(each) <= short[each]] == [], "none of the new rows are shown"


def _address(door: str, *named: object) -> str:
    """Return the address of a door, with what may stand after a question mark."""
    name, mark, words = door.partition("?")
    return f"{reverse(name, args=named)}{mark}{words}"
