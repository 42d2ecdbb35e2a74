"""The giving room's tables."""

from dure.rooms.giving.models.funds import Disbursement, Donation, Evidence, Fund
from dure.rooms.giving.models.pledges import Campaign, PledgeRule

__all__ = ["Campaign", "Disbursement", "Donation", "Evidence", "Fund", "PledgeRule"]
