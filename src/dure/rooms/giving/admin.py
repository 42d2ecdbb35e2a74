"""Giving in the back office: lists to look at; funds change on their charities' pages, and money by verbs only."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly
from dure.rooms.giving.models import Campaign, Disbursement, Donation, Fund, PledgeRule


@admin.register(Fund)
class FundAdmin(LookOnly):
    """Funds of every charity, newest first."""

    list_display = ("name", "organisation", "status", "opened_at", "closed_at")
    list_filter = ("status", "opened_at")
    list_select_related = ("organisation",)
    search_fields = ("name", "name_ko", "name_zh", "name_en", "organisation__name")
    search_help_text = _("Name of the fund")


@admin.register(Campaign)
class CampaignAdmin(LookOnly):
    """Campaigns that sellers join."""

    list_display = ("name", "fund", "starts_at", "ends_at")
    list_filter = ("starts_at",)
    list_select_related = ("fund",)
    search_fields = ("name", "fund__name")


@admin.register(PledgeRule)
class PledgeRuleAdmin(LookOnly):
    """What sellers pledge of each sale."""

    list_display = ("organisation", "scope", "fund", "fixed", "currency", "percent_bp", "starts_at", "ends_at")
    list_filter = ("scope", "starts_at")
    list_select_related = ("organisation", "fund")
    search_fields = ("organisation__name", "fund__name")


@admin.register(Donation)
class DonationAdmin(LookOnly):
    """Gifts from wallets; who gave is shown only of those who wish to be named."""

    list_display = ("fund", "amount", "currency", "is_named", "given_at", "entry_id")
    list_filter = ("currency", "is_named", "given_at")
    list_select_related = ("fund",)
    search_fields = ("fund__name", "=entry_id")
    fields = ("fund", "amount", "currency", "is_named", "given_at", "entry_id")


@admin.register(Disbursement)
class DisbursementAdmin(LookOnly):
    """Payments out of funds, with what they were for."""

    list_display = ("fund", "amount", "currency", "receiver", "purpose", "paid_at", "entry_id")
    list_filter = ("currency", "paid_at")
    list_select_related = ("fund",)
    search_fields = ("fund__name", "receiver", "=entry_id")
    exclude: ClassVar[list[str]] = ["client_key"]
