"""Places: a point on the earth and the address people call it by."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import asin, cos, radians, sin, sqrt
from typing import Self

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput
from dure.kernel.text import normalise

EARTH_RADIUS_M = 6_371_009
MICRO = 1_000_000
LATITUDE_MAX, LONGITUDE_MAX = 90 * MICRO, 180 * MICRO


class UnreadablePoint(BadInput):
    """The numbers are no point on the earth."""

    code = "unreadable_point"
    sentence = _("That is not a point on the map.")


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A point in WGS 84, in whole millionths of a degree (about 11 cm)."""

    latitude_micro: int
    longitude_micro: int

    def __post_init__(self) -> None:
        """Refuse what is not on the earth."""
        if abs(self.latitude_micro) > LATITUDE_MAX or abs(self.longitude_micro) > LONGITUDE_MAX:
            raise UnreadablePoint

    @classmethod
    def of(cls, latitude: Decimal | float | str, longitude: Decimal | float | str) -> Self:
        """Return the point at these degrees, rounded to a millionth."""
        try:
            return cls(*(round(Decimal(str(degrees)) * MICRO) for degrees in (latitude, longitude)))
        except (InvalidOperation, OverflowError, ValueError) as error:
            raise UnreadablePoint from error

    @property
    def latitude(self) -> float:
        """Degrees north."""
        return self.latitude_micro / MICRO

    @property
    def longitude(self) -> float:
        """Degrees east."""
        return self.longitude_micro / MICRO

    def distance_m(self, other: Self) -> int:
        """Return the way over the earth's surface in metres (haversine; off by 0.5 % at most)."""
        north, other_north = radians(self.latitude), radians(other.latitude)
        east = radians(other.longitude - self.longitude)
        half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin(east / 2) ** 2
        return round(2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half))))

    def __str__(self) -> str:
        """Return “37.566500,126.978000”."""
        return f"{self.latitude:.6f},{self.longitude:.6f}"


@dataclass(frozen=True, slots=True)
class Place:
    """A point, or an address, or both."""

    address: str = ""
    point: Point | None = None

    def __post_init__(self) -> None:
        """Keep the address in one form; refuse a place that says nothing."""
        object.__setattr__(self, "address", normalise(self.address))
        if not self.address and self.point is None:
            raise ValueError("a place has an address or a point")

    def distance_m(self, other: Self) -> int | None:
        """Return metres between two places; None where one has no point."""
        if self.point is None or other.point is None:
            return None
        return self.point.distance_m(other.point)
