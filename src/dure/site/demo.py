"""Builds the demo world with the house's own verbs: what is there already is left as it is."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dure.kernel.http import HOUSE, Actor
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Draft, Leg, move
from dure.rooms.ledger.services import entries, holds, proofs
from dure.rooms.people.queries import persons as known
from dure.rooms.people.queries import regions
from dure.rooms.people.services import memberships, organisations, persons, sign_ins
from dure.site.demo_cast import CAST, GROUPS, PASSWORD, STAFF_SECRET, Group, Member

MEMO = {"demo": "invented"}
"""Stands on every entry of the demo world, for good."""


def build_demo_world() -> str:
    """Make the cast, its organisations and a first day in the book; return the line that invites people in."""
    if known.sign_in_by_phone(phone=CAST[0].phone) is None:
        _people_it()
        proofs.prove()
    with translation.override("ko"):
        doors = ", ".join(f"{member.phone_as_typed} ({member.does})" for member in CAST)
        return _("Demo world. Sign in with %(doors)s, password %(password)s") % {"doors": doors, "password": PASSWORD}


@transaction.atomic
def _people_it() -> None:
    """All of the demo world or nothing."""
    people = {member.key: _join(member) for member in CAST}
    groups = {group.key: _found(group, people) for group in GROUPS}
    _first_day(people, groups)


def _join(member: Member) -> UUID:
    """Let a member of the cast in, phone number proven; staff get their second factor too."""
    sign_in = persons.register(
        name=member.name,
        language=member.language,
        agreed_to=("terms", "privacy"),
        phone=member.phone,
        password=PASSWORD,
    )
    sign_ins.prove_phone(sign_in_id=sign_in.id, phone=member.phone)
    if member.staff_roles:
        sign_ins.set_staff_roles(by=HOUSE, sign_in_id=sign_in.id, roles=member.staff_roles)
        if not Authenticator.objects.filter(user=sign_in).exists():
            TOTP.activate(sign_in, STAFF_SECRET)
    return sign_in.person_id


def _found(group: Group, people: dict[str, UUID]) -> UUID:
    """Found an organisation of the demo world and fill it."""
    (owner, _role), *others = group.members
    by = Actor(person_id=people[owner])
    place = regions.region(country=group.country, code=group.region)
    made = organisations.found_organisation(
        by=by, kind=group.kind, name=group.name, region_id=place.id, introduction=group.introduction
    )
    organisations.change_organisation(
        by=by,
        organisation_id=made.id,
        kind=group.kind,
        name=group.name,
        region_id=place.id,
        introduction=group.introduction,
        name_ko=group.name if group.country == "KR" else "",
        name_zh=group.name_zh,
        name_en=group.name_en,
    )
    for key, role in others:
        memberships.start(person_id=people[key], organisation_id=made.id, role=role)
    return made.id


def _first_day(people: dict[str, UUID], groups: dict[str, UUID]) -> None:
    """Write a day's worth of every kind of value into the book: money, gifts, energy, minutes, boxes."""
    wallets = {key: chart.wallet(person_id) for key, person_id in people.items()}
    bank, nature, time = chart.outside("demo-bank"), chart.outside("nature"), chart.outside("time")
    entries.record_many(
        drafts=[
            _draft("deposit:ana", Kind.DEPOSIT, *move(source=bank, target=wallets["ana"], amount=300_000, unit="KRW")),
            _draft("deposit:dee", Kind.DEPOSIT, *move(source=bank, target=wallets["dee"], amount=120_000, unit="KRW")),
            _draft("deposit:mei", Kind.DEPOSIT, *move(source=bank, target=wallets["mei"], amount=80_000, unit="CNY")),
            _draft("walk:ana", Kind.REWARD, *move(source=nature, target=wallets["ana"], amount=296, unit="energy")),
            _draft("walk:dee", Kind.REWARD, *move(source=nature, target=wallets["dee"], amount=118, unit="energy")),
            _draft("rail:chi", Kind.REWARD, *move(source=nature, target=wallets["chi"], amount=3_400, unit="co2e")),
            _draft("shift:dee", Kind.REWARD, *move(source=time, target=wallets["dee"], amount=180, unit="minute")),
            _draft("shift:chi", Kind.REWARD, *move(source=time, target=wallets["chi"], amount=95, unit="minute")),
            _draft(
                "boxes:coop",
                Kind.GOODS,
                *move(source=chart.outside("makers"), target=chart.stock(groups["coop"]), amount=240, unit="box"),
            ),
        ]
    )
    _orders(wallets, groups)


def _orders(wallets: dict[str, str], groups: dict[str, UUID]) -> None:
    """Two delivered orders with their gift, one still on its way, and a gift of its own."""
    table = chart.fund(groups["table"])
    for name, seller, price in (("cabbage", "field", 23_700), ("garlic", "garlic", 18_500)):
        reference = f"demo:{name}"
        holds.hold(reference=reference, account=wallets["ana"], amount=price, unit="KRW", about=MEMO)
        fee, gift = price * 3 // 100, 120
        holds.capture(
            hold_reference=reference,
            reference=f"{reference}:delivered",
            kind=Kind.PURCHASE,
            to=(
                Leg(chart.earnings(groups[seller]), price - fee - gift, "KRW"),
                Leg(chart.commission(), fee, "KRW"),
                Leg(table, gift, "KRW"),
            ),
            about=MEMO,
        )
    holds.hold(reference="demo:strawberry", account=wallets["ana"], amount=14_900, unit="KRW", about=MEMO)
    entries.record_many(
        drafts=[_draft("gift:dee", Kind.GIFT, *move(source=wallets["dee"], target=table, amount=30_000, unit="KRW"))]
    )


def _draft(reference: str, kind: Kind, *legs: Leg) -> Draft:
    return Draft(reference=f"demo:{reference}", kind=kind, legs=legs, about=MEMO)
