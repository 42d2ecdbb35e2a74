"""The list of banned and restricted trades, wildlife first. Pure."""

from collections.abc import Mapping
from typing import Final

from dure.rooms.trust.trade import Trade
from dure.rooms.trust.trades_banned import BANNED
from dure.rooms.trust.trades_restricted import RESTRICTED
from dure.rooms.trust.trades_wildlife import WILDLIFE

TRADES: Final[tuple[Trade, ...]] = (*WILDLIFE, *BANNED, *RESTRICTED)
"""Every line, in the order in which a refusal names them: wildlife, other bans, licences."""

BY_CODE: Final[Mapping[str, Trade]] = {trade.code: trade for trade in TRADES}
