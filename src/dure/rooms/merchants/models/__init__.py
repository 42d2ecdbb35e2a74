"""The room's tables, a file per noun."""

from dure.rooms.merchants.models.agreements import Agreement, AgreementRate, Channel, MarketRate
from dure.rooms.merchants.models.merchants import Merchant, MerchantAct, PayoutAccount, Status
from dure.rooms.merchants.models.payouts import Payout, PayoutRun, PayoutStatus
from dure.rooms.merchants.models.storefronts import FormerSlug, Storefront

__all__ = [
    "Agreement",
    "AgreementRate",
    "Channel",
    "FormerSlug",
    "MarketRate",
    "Merchant",
    "MerchantAct",
    "Payout",
    "PayoutAccount",
    "PayoutRun",
    "PayoutStatus",
    "Status",
    "Storefront",
]
