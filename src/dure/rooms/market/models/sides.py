"""Whose side somebody acts on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """As what a person acts on an order."""

    BUYER = "buyer", _("Buyer")
    SELLER = "seller", _("Seller")
    STAFF = "staff", _("Staff")
    HOUSE = "house", _("By itself")
