"""The room's JSON operations: the list of trades, and holding texts against it before offering something."""

from django.http import HttpRequest
from ninja import Router

from dure.kernel.errors import BadInput
from dure.rooms.trust.queries import trades as queries
from dure.rooms.trust.schemas import FindingOut, TextsIn, TradeOut

router = Router(tags=["trust"])
TEXT_MAX = 5_000


@router.get("/trades", response=list[TradeOut], operation_id="trades")
def trades(request: HttpRequest) -> list[queries.ListedTrade]:
    """The banned and restricted trades with their rules and public sources."""
    del request
    return queries.listed()


@router.post("/trades/screening", response=list[FindingOut], operation_id="screen_texts")
def screen_texts(request: HttpRequest, body: TextsIn) -> list[queries.Finding]:
    """The rules that texts touch, wildlife first; empty where nothing speaks against them. Nothing is kept."""
    del request
    if any(len(text) > TEXT_MAX for text in body.texts):
        raise BadInput(fields={"texts": [str(TEXT_MAX)]})
    return queries.screen(texts=body.texts)
