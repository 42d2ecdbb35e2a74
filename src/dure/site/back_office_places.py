"""The lists of the back office, in the order of the work: people, goods, orders, ways, money, the machinery."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def _list(title: str | Promise, name: str, icon: str) -> dict[str, Any]:
    """Return the place of a list (`room_thing`), seen by staff who may look at it."""
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{name}_changelist"),
        "permission": _who_may_look(name),
    }


def _who_may_look(name: str) -> Callable[[HttpRequest], bool]:
    room, _separator, thing = name.partition("_")
    return lambda request: request.user.has_perm(f"{room}.view_{thing}")


def _group(title: str | Promise, *lists: dict[str, Any]) -> dict[str, Any]:
    """Return lists under a heading that opens and closes; it is open where one is at one of them."""
    return {"title": title, "items": list(lists), "collapsible": True}


PLACES: Final = [
    {"items": [{"title": _("First page"), "icon": "home", "link": reverse_lazy("admin:index")}]},
    _group(
        _("People"),
        _list(_("Persons"), "people_person", "person"),
        _list(_("Sign-ins and staff"), "people_signin", "key"),
        _list(_("API keys"), "people_apikey", "vpn_key"),
        _list(_("Locks"), "people_lock", "lock"),
        _list(_("Consents"), "people_consent", "task_alt"),
        _list(_("Departures"), "people_departure", "person_remove"),
        _list(_("Copies of personal data"), "people_export", "download"),
        _list(_("Reported messages"), "inbox_message", "flag"),
    ),
    _group(
        _("Organisations"),
        _list(_("Organisations"), "people_organisation", "apartment"),
        _list(_("Memberships"), "people_membership", "group"),
        _list(_("Invitations"), "people_invitation", "mail"),
        _list(_("Closures"), "people_closure", "door_front"),
        _list(_("Verifications"), "trust_verification", "verified_user"),
        _list(_("Decisions on verifications"), "trust_decision", "gavel"),
    ),
    _group(
        _("Sellers"),
        _list(_("Sellers"), "merchants_merchant", "storefront"),
        _list(_("What sellers and staff did"), "merchants_merchantact", "history"),
        _list(_("Agreements"), "merchants_agreement", "handshake"),
        _list(_("Commission of markets"), "merchants_marketrate", "percent"),
        _list(_("Shop fronts"), "merchants_storefront", "store"),
        _list(_("Runs of payouts"), "merchants_payoutrun", "event_repeat"),
        _list(_("Payouts"), "merchants_payout", "payments"),
    ),
    _group(
        _("Goods"),
        _list(_("Products"), "catalog_product", "nutrition"),
        _list(_("Offers"), "catalog_listedoffer", "sell"),
        _list(_("Kinds of goods"), "catalog_kind", "category"),
        _list(_("Stock levels"), "catalog_listedlevel", "inventory"),
        _list(_("Movements of stock"), "catalog_stockmove", "swap_vert"),
        _list(_("Lots"), "catalog_lot", "grass"),
        _list(_("Where stock lies"), "catalog_location", "warehouse"),
        _list(_("Imports of products"), "catalog_produceimport", "upload_file"),
        _list(_("Bulk changes"), "catalog_bulkact", "edit_note"),
    ),
    _group(
        _("Order cycles"),
        _list(_("Order cycles"), "catalog_cycle", "autorenew"),
        _list(_("Farms that bring goods"), "catalog_supply", "agriculture"),
        _list(_("Hubs where goods are fetched"), "catalog_round", "pin_drop"),
    ),
    _group(
        _("Orders"),
        _list(_("Orders"), "market_listedorder", "shopping_basket"),
        _list(_("Parts of orders"), "market_fulfilment", "splitscreen"),
        _list(_("Lines of orders"), "market_listedline", "list"),
        _list(_("What was done about orders"), "market_orderact", "history"),
        _list(_("Reported problems"), "market_dispute", "report_problem"),
        _list(_("Returns"), "market_return", "assignment_return"),
        _list(_("Proofs of orders"), "market_proof", "fact_check"),
    ),
    _group(
        _("Payments"),
        _list(_("Payments"), "market_payment", "credit_card"),
        _list(_("Refunds"), "market_refund", "undo"),
        _list(_("Refunds after release"), "market_laterefund", "history_toggle_off"),
        _list(_("Proposals to advance refunds"), "market_advanceproposal", "approval"),
        _list(_("News of payment providers"), "market_providernews", "webhook"),
    ),
    _group(
        _("Tills"),
        _list(_("Sales at tills"), "market_tillsale", "point_of_sale"),
        _list(_("Closings of tills"), "market_tillclosing", "lock_clock"),
    ),
    _group(
        _("Offers in shows"),
        _list(_("Flash prices"), "market_flashprice", "bolt"),
        _list(_("Coupons"), "market_coupon", "confirmation_number"),
        _list(_("Bookings"), "market_booking", "event"),
        _list(_("Terms of booking"), "market_bookingterms", "contract"),
    ),
    _group(
        _("Promoting"),
        _list(_("Hosts in the network"), "market_affiliate", "diversity_3"),
        _list(_("Programmes for hosts"), "market_programme", "handshake"),
        _list(_("Links of hosts"), "market_promotionlink", "link"),
        _list(_("Orders through hosts"), "market_attribution", "share"),
        _list(_("Decisions about hosts"), "market_affiliateact", "gavel"),
        _list(_("Standings of hosts"), "market_standing", "leaderboard"),
    ),
    _group(
        _("Deliveries"),
        _list(_("Shipments"), "dispatch_shipment", "local_shipping"),
        _list(_("Parcels"), "dispatch_parcel", "package_2"),
        _list(_("Steps on the way"), "dispatch_traceevent", "timeline"),
        _list(_("Proofs of delivery"), "dispatch_proofofdelivery", "draw"),
        _list(_("Mishaps"), "dispatch_mishap", "report"),
        _list(_("Hubs"), "dispatch_hub", "hub"),
        _list(_("Drivers"), "dispatch_driver", "badge"),
        _list(_("Runs of labels"), "dispatch_labelrun", "label"),
    ),
    _group(
        _("Giving"),
        _list(_("Funds"), "giving_fund", "savings"),
        _list(_("Gifts"), "giving_donation", "volunteer_activism"),
        _list(_("Campaigns"), "giving_campaign", "campaign"),
        _list(_("Pledges"), "giving_pledgerule", "favorite"),
        _list(_("Payments out of funds"), "giving_disbursement", "outbox"),
    ),
    _group(
        _("Live shows"),
        _list(_("Shows"), "stage_show", "live_tv"),
        _list(_("Recordings"), "stage_broadcast", "video_library"),
        _list(_("Clips"), "stage_clip", "movie"),
        _list(_("Films on their way"), "stage_sending", "upload"),
        _list(_("Wishes to take down"), "stage_takedown", "gavel"),
        _list(_("Decisions about wishes"), "stage_ruling", "balance"),
        _list(_("Objections"), "stage_objection", "forum"),
        _list(_("Helpers and second hosts"), "stage_helper", "group_add"),
        _list(_("Chat messages"), "stage_chatmessage", "chat"),
        _list(_("Reported messages"), "stage_report", "flag"),
        _list(_("Restrictions"), "stage_restriction", "block"),
        _list(_("Banned words"), "stage_wordlist", "spellcheck"),
        _list(_("Acts of keeping order"), "stage_moderationact", "history"),
        _list(_("Consents to be recorded"), "stage_consent", "how_to_reg"),
        _list(_("Entries of contests"), "stage_entry", "emoji_events"),
    ),
    _group(
        _("Regions"),
        _list(_("Regions"), "people_region", "map"),
        _list(_("Help-first marks"), "people_helpfirst", "flag"),
    ),
    _group(
        _("The book"),
        _list(_("Accounts"), "ledger_account", "account_balance_wallet"),
        _list(_("Entries"), "ledger_listedentry", "receipt_long"),
        _list(pgettext_lazy("in the ledger", "Holds"), "ledger_listedhold", "hourglass_empty"),
        _list(_("Sealed days"), "ledger_listedseal", "verified"),
        _list(_("Proofs"), "ledger_proof", "fact_check"),
        _list(_("Units"), "ledger_unit", "straighten"),
    ),
    _group(
        _("Machinery"),
        _list(_("News nobody could digest"), "kernel_deadletter", "report"),
        _list(_("Announced news"), "kernel_outboxmessage", "campaign"),
        _list(_("Jobs"), "kernel_queuedjob", "manufacturing"),
    ),
]
