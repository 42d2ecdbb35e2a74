"""What the doors answer: the shapes of docs/how-an-order-is-placed, and each refusal in one English sentence."""

import asyncio
from collections.abc import Mapping

import msgspec

from dure.kernel.gate import problems
from dure.kernel.gate.problems import GateProblem
from dure.rooms.market.drafts import Answer, LineOutcome, Outcome
from dure.rooms.market.gate.refusals import Busy, Malformed, Outage
from dure.rooms.market.gate.tickets import ticket_text
from dure.rooms.market.gate.waiting import Standing


def placed(outcome: Outcome | BaseException) -> tuple[int, bytes]:
    """Return status and body for an order that stands; GateProblem, or what was told instead, for one that does not."""
    if isinstance(outcome, BaseException):
        raise outcome
    if outcome.order_id is None:
        raise _key_reused() if outcome.answer is Answer.KEY_REUSED else _refused(outcome)
    status, answer = (201, b"placed") if outcome.answer is Answer.PLACED else (200, b"replayed")
    number = b"%d" % outcome.order_id
    return status, b'{"answer":"%b","order":"%b","next":"/market/pay/%b/"}' % (answer, number, number)


def standing(found: Standing, key: bytes) -> bytes:
    """Return where somebody stands, with a ticket that proves it."""
    return msgspec.json.encode(
        {
            "ticket": ticket_text(found.ticket, key=key),
            "cell": found.ticket.cell_id,
            "ahead": found.ahead,
            "serving": found.is_serving,
            "admitted": found.is_admitted,
            "per_minute": found.per_minute,
        }
    )


def problem_of(error: BaseException, key: bytes) -> GateProblem | None:
    """Return what an exception of the intake means to who asked; None when it is a bug."""
    if isinstance(error, GateProblem):
        return error
    if isinstance(error, Malformed):
        return malformed(error.reason)
    if isinstance(error, msgspec.MsgspecError | UnicodeDecodeError):
        return malformed(str(error))
    if isinstance(error, Busy):
        return _busy(error, key)
    return problems.outage() if isinstance(error, Outage | asyncio.CancelledError) else None


def malformed(reason: str) -> GateProblem:
    """The message cannot be read as an order."""
    sentence = "This order cannot be read. Please go back to your basket."
    return GateProblem(422, "order_malformed", sentence, facts={"reason": reason})


def expired(what: str) -> GateProblem:
    """A pass, a quote or a ticket was good once."""
    return GateProblem(401, f"{what}_expired", "This page was open too long. Please load it again.")


def spoilt(what: str) -> GateProblem:
    """A pass, a quote or a ticket nobody signed."""
    return GateProblem(401, f"{what}_spoilt", "This page cannot be trusted. Please load it again.")


def too_much(total_max: int) -> GateProblem:
    """The order comes to more than the page showed."""
    sentence = "This comes to more than the page has shown."
    return GateProblem(403, "total_too_high", sentence, facts={"total_max": str(total_max)})


def other_fund() -> GateProblem:
    """The gift goes to a fund the page did not offer."""
    return GateProblem(403, "gift_fund_not_offered", "The page did not offer this fund.")


def too_many_orders(retry_after_s: int) -> GateProblem:
    """The buyer, or everybody behind one address, orders too often."""
    sentence = "These are many orders in a short time. Please wait a moment."
    return GateProblem(429, "too_many_orders", sentence, retry_after_s=retry_after_s)


def _busy(error: Busy, key: bytes) -> GateProblem:
    facts: dict[str, object] = {}
    if error.ticket is not None:
        facts = {"ticket": ticket_text(error.ticket, key=key), "ahead": error.ahead, "cell": error.ticket.cell_id}
    sentence = "Very many people are ordering. Please try again."
    return GateProblem(429, "intake_busy", sentence, retry_after_s=max(error.again_in_s, 1), facts=facts)


def _key_reused() -> GateProblem:
    return GateProblem(409, "key_reused", "This was sent before with other contents. Please load the page again.")


def _refused(outcome: Outcome) -> GateProblem:
    facts: dict[str, object] = {"lines": [_line(line) for line in outcome.lines]}
    if outcome.fees is not None:
        facts["fees"] = {str(seller_id): str(fee) for seller_id, fee in outcome.fees.items()}
    sentence = "Some of this has changed or is sold out, so nothing was ordered."
    return GateProblem(409, "order_refused", sentence, facts=facts)


def _line(line: LineOutcome) -> Mapping[str, object]:
    facts: dict[str, object] = {"offer": str(line.offer_id), "answer": line.answer.value}
    if line.left is not None:
        facts["left"] = line.left
    if line.price is not None:
        facts["price"] = str(line.price)
    return facts
