"""The carried regions: complete, one tree, and found in three languages."""

import csv
from collections import Counter
from decimal import Decimal
from math import cos, hypot, radians
from pathlib import Path

import pytest
from django.db.models import F
from django.utils import translation

from dure.rooms.people.errors import RegionUnknown
from dure.rooms.people.models import HelpFirst, Level, Region
from dure.rooms.people.queries import regions as queries
from dure.rooms.people.services import regions as services

pytestmark = pytest.mark.usefixtures("regions")

OUTSIDE = Path("/work/shared/data-eval/epidemic/korea_sigungu_coordinates_facilities.csv")
KOREA = {
    "서울특별시": 25, "전남광주통합특별시": 27, "부산광역시": 16, "대구광역시": 9, "인천광역시": 11, "대전광역시": 5,
    "울산광역시": 5, "세종특별자치시": 1, "경기도": 31, "충청북도": 11, "충청남도": 15, "경상북도": 22, "경상남도": 18,
    "제주특별자치도": 2, "강원특별자치도": 18, "전북특별자치도": 14,
}  # fmt: skip


def test_every_level_is_complete():
    counts = Counter(Region.objects.values_list("country", "level").order_by())
    assert counts["KR", "province"] == 16
    assert counts["KR", "city"] + counts["KR", "county"] == 230
    assert (counts["CN", "province"], counts["CN", "city"], counts["CN", "county"]) == (31, 333, 2974)
    assert {one.country for one in queries.countries()} == {"KR", "CN", "HK", "MO", "TW"}
