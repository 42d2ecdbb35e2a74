"""The room's tables, a file per noun."""

from dure.rooms.people.models.api_keys import ApiKey
from dure.rooms.people.models.consents import Consent, Matter
from dure.rooms.people.models.mandates import Mandate
from dure.rooms.people.models.organisations import Closure, Invitation, Kind, Membership, Organisation
from dure.rooms.people.models.persons import Departure, Export, Language, Person, Theme
from dure.rooms.people.models.regions import Address, HelpFirst, Level, Region
from dure.rooms.people.models.sign_ins import Lock, SignIn

__all__ = [
    "Address",
    "ApiKey",
    "Closure",
    "Consent",
    "Departure",
    "Export",
    "HelpFirst",
    "Invitation",
    "Kind",
    "Language",
    "Level",
    "Lock",
    "Mandate",
    "Matter",
    "Membership",
    "Organisation",
    "Person",
    "Region",
    "SignIn",
    "Theme",
]
