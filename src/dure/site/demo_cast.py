"""Who lives in the demo world, and with what they sign in. Pure; everybody and everything here is invented.

The places are real; the people, the organisations and the amounts are not, and every page of a demo house says so.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "dure-demo-door"  # noqa: S105 - opens only demo worlds; production refuses to start with one
STAFF_SECRET = "DUREDEMODUREDEMODUREDEMODUREDEMO"  # noqa: S105 - second factor of the demo's own staff


@dataclass(frozen=True)
class Member:
    """One person of the demo world; `phone` signs in together with the password."""

    key: str
    name: str
    phone: str
    does: str | Promise
    language: str = "ko"
    staff_roles: tuple[str, ...] = ()

    @property
    def phone_as_typed(self) -> str:
        """The number as people in Korea write it."""
        return f"0{self.phone[3:5]}-{self.phone[5:9]}-{self.phone[9:]}"


CAST = (
    Member("ana", "안아나", "+821000000001", _("buys")),
    Member("bo", "이보리", "+821000000002", _("farms and sells")),
    Member("chi", "최치우", "+821000000003", _("drives")),
    Member("dee", "정다이", "+821000000004", _("gives")),
    Member("mei", "王小梅", "+821000000005", _("farms in China"), language="zh-hans"),
    Member("eun", "한은서", "+821000000006", _("keeps the house (staff)"), staff_roles=("administrator",)),
)


@dataclass(frozen=True)
class Group:
    """One organisation of the demo world and who belongs to it, its owner first."""

    key: str
    kind: str
    country: str
    region: str
    name: str
    name_zh: str
    name_en: str
    introduction: str
    members: tuple[tuple[str, str], ...]
    name_ko: str = ""


GROUPS = (
    Group(
        "field",
        "farm",
        "KR",
        "46820",
        "해남 새벽들 농장",
        "海南黎明田农场",
        "Dawn Field Farm, Haenam",
        "땅끝 바람 맞고 자란 배추와 고구마를 키웁니다.",
        (("bo", "owner"), ("chi", "member")),
    ),
    Group(
        "garlic",
        "farm",
        "KR",
        "47730",
        "의성 돌담 마늘밭",
        "义城石墙蒜田",
        "Stone Wall Garlic, Uiseong",
        "논마늘을 그늘에서 천천히 말립니다.",
        (("bo", "owner"),),
    ),
    Group(
        "coop",
        "cooperative",
        "KR",
        "46710",
        "담양 함께거둠 협동조합",
        "潭阳同收合作社",
        "Gather Together Co-op, Damyang",
        "열두 농가의 딸기와 죽순을 한 차에 모아 보냅니다.",
        (("chi", "owner"), ("bo", "manager")),
    ),
    Group(
        "apple",
        "farm",
        "CN",
        "610629",
        "洛川塬上果园",
        "洛川塬上果园",
        "Plateau Orchard, Luochuan",
        "黄土塬上的苹果，霜降前后采收。",
        (("mei", "owner"),),
    ),
    Group(
        "shop",
        "shop",
        "KR",
        "11440",
        "망원 골목 채소가게",
        "望远巷蔬菜店",
        "Alley Greens, Mapo",
        "산지에서 온 채소를 골목에서 나눕니다.",
        (("ana", "owner"),),
    ),
    Group(
        "table",
        "charity",
        "KR",
        "47760",
        "영양 어르신 밥상",
        "英阳长者餐桌",
        "Elders' Table, Yeongyang",
        "혼자 사시는 어르신께 반찬을 나릅니다.",
        (("dee", "owner"), ("ana", "member")),
    ),
    Group(
        "clinic",
        "hospital",
        "KR",
        "47940",
        "울릉 바다 의원",
        "郁陵海边医院",
        "Seaside Clinic, Ulleung",
        "배가 끊긴 날에도 문을 엽니다.",
        (("dee", "manager"), ("eun", "owner")),
    ),
)
