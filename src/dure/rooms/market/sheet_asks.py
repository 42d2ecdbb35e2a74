"""What somebody asks of a pack sheet or a list of orders. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class SheetKind(StrEnum):
    """The sheets there are."""

    BY_CUSTOMER = "by_customer"
    BY_PRODUCT = "by_product"
    BY_SUPPLIER = "by_supplier"
    ORDERS = "orders"
    SALES = "sales"


@dataclass(frozen=True, kw_only=True)
class SheetAsk:
    """A sheet of one seller: of the orders paid from a first to a last day, or (both None) of those not gone yet.

    `rounds` narrows it to what was sold in these rounds of order cycles; empty means everything.
    """

    organisation_id: UUID
    kind: SheetKind
    first: date | None = None
    last: date | None = None
    rounds: tuple[UUID, ...] = ()

    @property
    def is_of_open_orders(self) -> bool:
        """Whether it is about what has not left yet."""
        return self.first is None or self.last is None

    def file_name(self, *, form: str, today: date) -> str:
        """Return the name the file is handed out by."""
        span = f"{today}" if self.is_of_open_orders else f"{self.first}-{self.last}"
        return f"{self.kind.value.replace('_', '-')}-{span}.{form}"
