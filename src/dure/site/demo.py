"""Builds the demo world with the house's own verbs: what is there already is left as it is."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dure.kernel.http import HOUSE, Actor
from dure.rooms.ledger.services import proofs
from dure.rooms.people.queries import persons as known
from dure.rooms.people.queries import regions
from dure.rooms.people.services import memberships, organisations, persons, sign_ins
from dure.site.demo_book import write_first_day
from dure.site.demo_cast import CAST, GROUPS, PASSWORD, STAFF_SECRET, Group, Member
from dure.site.demo_cycles import open_demo_cycle
from dure.site.demo_deliveries import send_demo_goods
from dure.site.demo_farms import SELLERS_OF_THE_CAST, join_farmers, open_for_sale, read_farms
from dure.site.demo_giving import give_and_talk, open_demo_fund
from dure.site.demo_hosts import let_hosts_promote
from dure.site.demo_shopping import let_ana_shop
from dure.site.demo_stage import plan_demo_shows


def build_demo_world() -> str:
    """Make the cast, its organisations and a first day in the book; return the line that invites people in."""
    if known.sign_in_by_phone(phone=CAST[0].phone) is None:
        _people_it()
        proofs.prove()
    with translation.override("en"):
        doors = ", ".join(f"{member.phone_as_typed} ({member.does})" for member in CAST)
        return _("Demo world. Sign in with %(doors)s, password %(password)s") % {"doors": doors, "password": PASSWORD}


@transaction.atomic
def _people_it() -> None:
    """All of the demo world or nothing."""
    people = {member.key: _join(member) for member in CAST}
    groups = {group.key: _found(group, people) for group in GROUPS}
    _open_the_shop(people, groups)
    fund = open_demo_fund(groups)
    write_first_day(people, groups, fund_id=fund.id)
    give_and_talk(people, groups, fund)
    send_demo_goods(people, groups)
    open_demo_cycle(people, groups)
    let_hosts_promote(people, groups)
    let_ana_shop(people, groups)
    plan_demo_shows(people, groups)


def _open_the_shop(people: dict[str, UUID], groups: dict[str, UUID]) -> None:
    """Bring in the farms beyond the cast's, and put what everybody grows on sale."""
    farms = read_farms()
    farmers = people | join_farmers(farms)
    found = groups | {farm.key: _found(farm, farmers) for farm in farms}
    cast_sellers = [group for group in GROUPS if group.key in SELLERS_OF_THE_CAST]
    open_for_sale(farmers, found, [*cast_sellers, *farms])


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
        name_ko=group.name if group.country == "KR" else group.name_ko,
        name_zh=group.name_zh,
        name_en=group.name_en,
    )
    for key, role in others:
        memberships.start(person_id=people[key], organisation_id=made.id, role=role)
    return made.id
