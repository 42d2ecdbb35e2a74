"""Makes persons and organisations for anybody's tests and for the demo world.

The cast is the same everywhere: Ana buys, Bo sells, Chi drives, Dee gives.
"""

from itertools import count
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.test import Client

from dure.kernel.clock import now
from dure.kernel.http import HOUSE, Actor
from dure.rooms.people.models import Address, Level, Matter, Membership, Organisation, Person, Region, SignIn
from dure.rooms.people.queries.memberships import standing
from dure.rooms.people.roles import Role
from dure.rooms.people.services import memberships, organisations, persons, sign_ins

PASSWORD = "a long and quiet field"  # noqa: S105 - the cast's password opens only tests and demo worlds
_numbers = count(1)


@transaction.atomic
def make_person(
    *, name: str = "", email: str = "", phone: str = "", language: str = "ko", password: str = PASSWORD
) -> Person:
    """Make a person who signs in with a proven e-mail address, or a proven phone number, or both."""
    number = next(_numbers)
    if not email and not phone:
        email = f"person{number}@example.org"
    sign_in = persons.register(
        name=name or f"Person {number}",
        language=language,
        agreed_to=[Matter.TERMS, Matter.PRIVACY],
        email=email,
        phone=phone,
        password=password,
    )
    if email:
        EmailAddress.objects.create(user=sign_in, email=email, primary=True, verified=True)
    if phone:
        sign_ins.prove_phone(sign_in_id=sign_in.id, phone=phone)
    return sign_in.person


def sign_in_of(person: Person) -> SignIn:
    """Return the sign-in of a person, for `client.force_login`."""
    return SignIn.objects.get(person=person)


def browser_of(person: Person) -> Client:
    """Return a browser in which a person has just signed in, listed among their browsers as the sign-in page does."""
    client = Client()
    client.force_login(sign_in_of(person))
    note_browser(session_key=client.session.session_key or "", sign_in_id=sign_in_of(person).id)
    return client


def note_browser(*, session_key: str, sign_in_id: UUID) -> None:
    """List a browser among those of a sign-in; `client.force_login` opens a session and tells nobody."""
    about = {"user_id": sign_in_id, "ip": "127.0.0.1", "user_agent": "Tests"}
    UserSession.objects.get_or_create(session_key=session_key, defaults=about)


def office_of(person: Person, *, language: str = "") -> Client:
    """Return a browser of a member of staff, the second factor given; `language` is what it asks pages for."""
    client = Client(headers={"accept-language": language} if language else None)
    sign_in = sign_in_of(person)
    client.force_login(sign_in)
    session = client.session
    session["account_authentication_methods_user"] = str(sign_in.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session.save()
    return client


def actor_of(person: Person, organisation: Organisation | None = None) -> Actor:
    """Return the actor a person is, acting for an organisation if one is given."""
    found = standing(person_id=person.id, organisation_id=organisation.id) if organisation else None
    return Actor(
        person_id=person.id,
        organisation_id=found.organisation_id if found else None,
        roles=found.roles if found else frozenset(),
    )


def ana() -> Person:
    """Ana buys: a person with an e-mail address who reads English."""
    return make_person(name="Ana", email="ana@example.org", language="en")


def bo() -> Person:
    """Bo sells: a farmer with a phone number who reads Korean."""
    return make_person(name="Bo", phone="+821012345678")


def chi() -> Person:
    """Chi drives: a person with a phone number who reads Chinese."""
    return make_person(name="Chi", phone="+8613812345678", language="zh-hans")


def dee() -> Person:
    """Dee gives: a person with both who reads Korean."""
    return make_person(name="Dee", email="dee@example.org", phone="+821087654321")


def make_organisation(
    *, owner: Person | None = None, kind: str = "farm", name: str = "", region_id: UUID | None = None
) -> Organisation:
    """Make an organisation owned by a person (a new one where none is given)."""
    founder = owner or make_person()
    return organisations.found_organisation(
        by=actor_of(founder), kind=kind, name=name or f"Farm {next(_numbers)}", region_id=region_id
    )


def make_member(organisation: Organisation, person: Person | None = None, role: str = Role.MEMBER) -> Membership:
    """Make a person (a new one where none is given) a member of an organisation."""
    member = person or make_person()
    with transaction.atomic():
        return memberships.start(person_id=member.id, organisation_id=organisation.id, role=role)


def make_members(organisation: Organisation, how_many: int, role: str = Role.MEMBER) -> list[Membership]:
    """Make many members quickly: persons without a sign-in."""
    fresh = Person.objects.bulk_create(
        [Person(name=f"Member {next(_numbers)}", joined_at=now()) for _ in range(how_many)]
    )
    return Membership.objects.bulk_create(
        [Membership(person=person, organisation=organisation, role=role, started_at=now()) for person in fresh]
    )


def make_staff(*roles: str, name: str = "", email: str = "") -> Person:
    """Make a member of staff with these staff roles (administrator where none is given)."""
    person = make_person(name=name, email=email)
    sign_ins.set_staff_roles(by=HOUSE, sign_in_id=sign_in_of(person).id, roles=roles or ["administrator"])
    return person


def make_county() -> Region:
    """Return a county in Korea: a carried one where the regions are loaded, else one with nothing around it."""
    found = Region.objects.filter(country="KR", level=Level.COUNTY).first()
    if found is not None:
        return found
    country, _is_new = Region.objects.get_or_create(
        country="KR",
        code="KR",
        defaults={"level": Level.COUNTRY, "path": "KR", "name_ko": "대한민국", "source": "test"},
    )
    return Region.objects.create(
        country="KR", code="46820", level=Level.COUNTY, parent=country, path="KR/46820", name_ko="해남군", source="test"
    )


def make_province() -> Region:
    """Return a province of Korea with a county in it, as the carried regions have them, also where none are loaded."""
    above, _is_new = Region.objects.get_or_create(
        country="KR",
        code="KR",
        defaults={"level": Level.COUNTRY, "path": "KR", "name_ko": "대한민국", "source": "test"},
    )
    province, _is_new = Region.objects.get_or_create(
        country="KR",
        code="12000",
        defaults={
            "parent": above,
            "path": "KR/12000",
            "level": Level.PROVINCE,
            "name_ko": "전라남도",
            "source": "test",
        },
    )
    Region.objects.get_or_create(
        country="KR",
        code="12790",
        defaults={
            "parent": province, "path": "KR/12000/12790", "level": Level.COUNTY, "name_ko": "해남군", "source": "test"
        },
    )  # fmt: skip
    return province


def make_region(*, country: str = "KR", code: str = "") -> Region:
    """Make a county of a made-up code, or return the one that has it."""
    number = code or f"9{next(_numbers):04d}"
    nation, _ = Region.objects.get_or_create(
        country=country, code=country, defaults={"level": Level.COUNTRY, "path": country, "name_en": country}
    )
    region, _ = Region.objects.get_or_create(
        country=country,
        code=number,
        defaults={
            "level": Level.COUNTY, "parent": nation, "path": f"{country}/{number}",
            "name_ko": f"들군{number}", "name_zh": f"田县{number}", "name_en": f"Field {number}",
            "search_text": f"들군{number}\n田县{number}\nfield {number}",
        },
    )  # fmt: skip
    return region


def make_address() -> Address:
    """Make an address in a county of Korea."""
    return Address.objects.create(
        country="KR", region=make_county(), street="새벽길 1", postcode="59000", created_at=now()
    )


def person_of(person_id: UUID) -> Person:
    """Return a person by id."""
    return Person.objects.get(id=person_id)
