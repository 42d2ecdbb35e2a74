"""What only time brings into the demo world: a payment, a payout, a dispute, a return, a difference, a verification.

python -m tests.browser.world, in the environment of a running house; prints the numbers of what was made as JSON.
"""

import json
import subprocess
import sys
from functools import cache
from uuid import UUID

import django

from tests.browser.house import ROOT, House


@cache
def what_happened(house: House) -> dict[str, str]:
    """Let it happen in a running house, once, and return the numbers by the names addresses have for them."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.browser.world"],
        cwd=ROOT,
        env=house.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return dict(json.loads(told.stdout))


def main() -> None:
    """Let it happen at Dawn Field, to Ana and Bo."""
    django.setup()
    from dure.kernel.http import Actor  # noqa: PLC0415  after django.setup()
    from dure.rooms.people import factories as people  # noqa: PLC0415
    from dure.rooms.people.models import Membership, SignIn  # noqa: PLC0415

    ana, bo, eun = (SignIn.objects.get(phone=f"+82100000000{number}").person for number in (1, 2, 6))
    farm = Membership.objects.get(person=bo, role="owner", organisation__name_en__startswith="Dawn Field").organisation
    made = {
        **_verification(people.actor_of(bo, farm), farm.id),
        **_sales(ana.id, farm.id),
        **_payout(Actor(person_id=eun.id, is_staff=True), farm.id),
        **_payment(ana.id, farm.id),
        **_difference(),
        **_late_refund(ana.id, farm.id),
    }
    json.dump({name: str(value) for name, value in made.items()}, sys.stdout)


def _verification(by, organisation_id: UUID) -> dict[str, object]:
    from dure.rooms.trust.services.verifications import ask  # noqa: PLC0415

    asked = ask(by=by, subject=f"merchant:{organisation_id}", organisation_id=organisation_id)
    return {"verification_id": asked.id}


def _sales(buyer_id: UUID, organisation_id: UUID) -> dict[str, object]:
    """Ana gets three boxes, sends one back, and one was damaged."""
    from dure.kernel.http import Actor  # noqa: PLC0415
    from dure.rooms.market import factories  # noqa: PLC0415
    from dure.rooms.market.services.disputes import open_dispute  # noqa: PLC0415
    from dure.rooms.market.services.returns import ask_return  # noqa: PLC0415
    from dure.rooms.merchants import factories as merchants  # noqa: PLC0415
    from dure.rooms.merchants.queries.merchants import find  # noqa: PLC0415

    if find(organisation_id=organisation_id) is None:
        merchants.make_merchant(organisation_id=organisation_id)
    offer = factories.offer(organisation_id=organisation_id, price=60_000, on_hand=90)
    parts = [
        factories.parts_of(factories.delivered_order(buyer_id=buyer_id, lines=[(offer, 2)]))[0] for _time in range(3)
    ]
    by = Actor(person_id=buyer_id)
    asked = ask_return(by=by, fulfilment_id=parts[1].id, counts={1: 1}, why="Too many")
    told = open_dispute(by=by, fulfilment_id=parts[2].id, problem="other", counts={1: 2}, text="Not what we ordered")
    return {
        "offer_id": offer.offer_id, "level_id": offer.level_id, "sale_id": parts[0].id, "return_id": asked.id,
        "dispute_id": told.id,
    }  # fmt: skip


def _payout(by, organisation_id: UUID) -> dict[str, object]:
    from dure.rooms.merchants import factories  # noqa: PLC0415
    from dure.rooms.merchants.queries import payouts as queries  # noqa: PLC0415
    from dure.rooms.merchants.services import payouts  # noqa: PLC0415

    factories.earn(organisation_id=organisation_id, amount=120_000)
    run = payouts.make_run(by=by, sealed_preview=payouts.seal_preview(queries.preview(currency="KRW")))
    return {"run_id": run.id, "payout_id": run.payouts.get(merchant_id=organisation_id).id}


def _payment(buyer_id: UUID, organisation_id: UUID) -> dict[str, object]:
    """Ana begins to pay with the sandbox's card and is asked for the code."""
    from dure.kernel.http import Actor  # noqa: PLC0415
    from dure.rooms.market import factories  # noqa: PLC0415
    from dure.rooms.market.services import payments  # noqa: PLC0415

    offer = factories.offer(organisation_id=organisation_id)
    order = factories.placed_order(buyer_id=buyer_id, lines=[(offer, 2)])
    begun = payments.begin(
        by=Actor(person_id=buyer_id), order_id=order.order_id, provider="card_sandbox",
        return_to="/market/payments/{payment_id}/return/", title="Dure", language="ko",
    )  # fmt: skip
    return {"payment_id": begun.payment.id, "charge_id": begun.payment.provider_reference}


def _difference() -> dict[str, object]:
    from dure.rooms.market.comparing import Finding  # noqa: PLC0415
    from dure.rooms.market.models import Difference  # noqa: PLC0415
    from dure.rooms.market.services.reconciliations import note_run  # noqa: PLC0415

    finding = Finding(
        kind="unknown_there", subject="c", payment="", charge="c", currency="KRW", ours=0, theirs=1, booked=0
    )
    note_run(provider="card_sandbox", payment_count=0, findings=[finding])
    return {"difference_id": Difference.objects.latest("id").id}


def _late_refund(buyer_id: UUID, organisation_id: UUID) -> dict[str, object]:
    """Ana waits for money that the farm has to earn first; a day longer, and the proof of all orders would say so."""
    from datetime import timedelta  # noqa: PLC0415

    from dure.kernel import clock  # noqa: PLC0415
    from dure.kernel.http import Actor  # noqa: PLC0415
    from dure.rooms.market import factories  # noqa: PLC0415
    from dure.rooms.market.models import LateRefund  # noqa: PLC0415
    from dure.rooms.market.rules import LATE_REFUND_WITHIN  # noqa: PLC0415
    from dure.rooms.market.services.releases import confirm_received  # noqa: PLC0415

    offer = factories.offer(organisation_id=organisation_id, price=60_000, on_hand=9)
    [part] = factories.parts_of(factories.delivered_order(buyer_id=buyer_id, lines=[(offer, 1)]))
    confirm_received(by=Actor(person_id=buyer_id), fulfilment_id=part.id)
    late = LateRefund.objects.create(
        fulfilment=part, seller_id=organisation_id, currency="KRW", amount=10_000, from_seller=9_500,
        lines={"1": 10_000}, why="Half was bruised", side="staff",
        asked_at=clock.now() - LATE_REFUND_WITHIN + timedelta(days=1), try_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    return {"late_refund_id": late.id}


if __name__ == "__main__":
    main()
