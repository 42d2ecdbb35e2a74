"""The room's tables, a file per noun."""

from dure.rooms.market.models.addressees import Addressee
from dure.rooms.market.models.affiliates import Affiliate, AffiliateAct
from dure.rooms.market.models.attributions import Attribution, Standing
from dure.rooms.market.models.baskets import Basket, BasketLine
from dure.rooms.market.models.bookings import Booking, BookingProposal, BookingTerms
from dure.rooms.market.models.card_sandbox import SandboxCharge, SandboxNews, SandboxRefund
from dure.rooms.market.models.coupons import Coupon, TakenCoupon
from dure.rooms.market.models.fulfilments import Fulfilment, OrderAct
from dure.rooms.market.models.late_refunds import AdvanceProposal, LateRefund
from dure.rooms.market.models.listings import ListedLine, ListedOrder
from dure.rooms.market.models.live_offers import FlashPrice
from dure.rooms.market.models.orders import Allowance, Deadline, Order, OrderLine
from dure.rooms.market.models.payments import Payment, ProviderNews, Refund
from dure.rooms.market.models.promotions import Programme, PromotionLink, Touch
from dure.rooms.market.models.proofs import Proof
from dure.rooms.market.models.receipts import Receipt, TaxRule
from dure.rooms.market.models.reconciliations import Difference, Reconciliation
from dure.rooms.market.models.returns import Dispute, Photo, Return
from dure.rooms.market.models.sides import Side
from dure.rooms.market.models.till import TillClosing, TillMeans, TillSale

__all__ = [
    "Addressee",
    "AdvanceProposal",
    "Affiliate",
    "AffiliateAct",
    "Allowance",
    "Attribution",
    "Basket",
    "BasketLine",
    "Booking",
    "BookingProposal",
    "BookingTerms",
    "Coupon",
    "Deadline",
    "Difference",
    "Dispute",
    "FlashPrice",
    "Fulfilment",
    "LateRefund",
    "ListedLine",
    "ListedOrder",
    "Order",
    "OrderAct",
    "OrderLine",
    "Payment",
    "Photo",
    "Programme",
    "PromotionLink",
    "Proof",
    "ProviderNews",
    "Receipt",
    "Reconciliation",
    "Refund",
    "Return",
    "SandboxCharge",
    "SandboxNews",
    "SandboxRefund",
    "Side",
    "Standing",
    "TakenCoupon",
    "TaxRule",
    "TillClosing",
    "TillMeans",
    "TillSale",
    "Touch",
]
