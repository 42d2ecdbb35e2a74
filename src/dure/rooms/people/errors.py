"""Why the people room says no.

* Refusal
  + AlreadyClosed, NotClosed             the organisation is in that state already
  + AlreadyMember                        the person is in the organisation already
  + ConsentNeeded                        the service cannot run without this consent
  + DepartureUnderWay, NoDeparture       leaving the house is, or is not, under way
  + InvitationSpent                      used up, expired, withdrawn or declined
  + InvitationForSomeoneElse             sent to another phone number or e-mail address
  + LastOwner                            an organisation would be left without an owner
  + ExportGone                           the file is not there yet, or no more
  + LastAdministrator                    the house would be left without an administrator
  + MandateOver                          that mandate has ended
  + MembershipOver                       that membership has ended
  + MandateStands                        that organisation may act for this one already
  + HelperUnfit                          an organisation that is closed, or the same one, cannot help
  + SoleOwner                            must hand an organisation over first
  + StaffStayOnDuty                      staff roles must end before a person leaves
  + StillNeeded                          another room still needs this person
  + TooManyApiKeys                       no more keys for programs at a time
* BadInput
  + AddressWrong                         an address cannot be delivered to, field by field
  + HelpFirstWrong                       a help-first mark lacks something or exists already
  + ListUnreadable, ListIncomplete       an uploaded list cannot be taken as it is
* NotFound
  + RegionUnknown, MarkUnknown           no region, no help-first mark of that name
  + ApiKeyUnknown                        no key of that name
* NotSignedIn
  + ApiKeyWrong                          a program's key opens nothing
* NotAllowed
  + ApiKeyReadsOnly                      a program's key was made for reading
  + RoleTooLow                           this role may not do it
  + SecondFactorNeeded                   staff need a second factor first
* TooMany
  + TooManyInvitations, TooManyExports, TooManyOrganisations
"""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, NotSignedIn, Refusal, TooMany


class AlreadyClosed(Refusal):
    """The organisation is closed already."""

    code = "already_closed"
    sentence = _("This organisation is closed already.")


class NotClosed(Refusal):
    """The organisation is not closed."""

    code = "not_closed"
    sentence = _("This organisation is not closed.")


class AlreadyMember(Refusal):
    """The person is in the organisation already."""

    code = "already_member"
    sentence = _("You belong to this organisation already.")


class ConsentNeeded(Refusal):
    """The service cannot run without this consent."""

    code = "consent_needed"
    sentence = _("We cannot serve you without this. If you want to leave, you can do so on your page.")


class DepartureUnderWay(Refusal):
    """Deletion was asked for already."""

    code = "departure_under_way"
    sentence = _("You asked to leave already.")


class NoDeparture(Refusal):
    """There is no deletion to take back."""

    code = "no_departure"
    sentence = _("You did not ask to leave.")


class InvitationSpent(Refusal):
    """The invitation was used, withdrawn or declined, or its time is over."""

    code = "invitation_spent"
    sentence = _("This invitation is no longer valid. Please ask for a new one.")


class InvitationForSomeoneElse(Refusal):
    """The invitation went to a contact that is not this person's."""

    code = "invitation_for_someone_else"
    sentence = _(
        "This invitation was sent to another phone number or e-mail address. "
        "Add that one on your page, or ask for a new invitation."
    )


class LastOwner(Refusal):
    """An organisation needs an owner who stays."""

    code = "last_owner"
    sentence = _("An organisation needs an owner. Make somebody else an owner first.")


class MandateOver(Refusal):
    """That mandate has ended."""

    code = "mandate_over"
    sentence = _("This permission has ended already.")


class MandateStands(Refusal):
    """That organisation may act for this one already."""

    code = "mandate_stands"
    sentence = _("This organisation may act for you already.")


class HelperUnfit(Refusal):
    """An organisation that is closed, or the same one, cannot be given a mandate."""

    code = "helper_unfit"
    sentence = _("This organisation cannot act for you.")


class MembershipOver(Refusal):
    """That membership has ended."""

    code = "membership_over"
    sentence = _("This person no longer belongs to the organisation.")


class SoleOwner(Refusal):
    """The person is the only owner of organisations that must be handed over or closed first."""

    code = "sole_owner"
    sentence = _("You are the only owner of: %(organisations)s. Hand over or close them first.")


class StaffStayOnDuty(Refusal):
    """Staff roles must be taken off before a person can leave."""

    code = "staff_stay_on_duty"
    sentence = _("You are a member of staff. Ask an administrator to end your staff roles first.")


class StillNeeded(Refusal):
    """Another part of the house still needs this person: money is left or a promise is open."""

    code = "still_needed"
    sentence = _("Something is still open: %(reasons)s")


class LastAdministrator(Refusal):
    """The house needs an administrator."""

    code = "last_administrator"
    sentence = _("The house needs an administrator. Make somebody else one first.")


class RoleTooLow(NotAllowed):
    """This role may not do it."""

    code = "role_too_low"
    sentence = _("Your role in this organisation does not allow this.")


class SecondFactorNeeded(NotAllowed):
    """Staff need a second factor in this browser before the back office opens."""

    code = "second_factor_needed"
    sentence = _("Please confirm who you are with your second step first.")


class ExportGone(Refusal):
    """The file is not there yet, or no more."""

    code = "own_export_gone"
    sentence = _("This file is not here. Please ask for a new one.")


class TooManyInvitations(TooMany):
    """The organisation invited too many people lately."""

    code = "too_many_invitations"
    sentence = _("That is many invitations at once. Please go on in an hour.")


class TooManyExports(TooMany):
    """The person asked for too many exports lately."""

    code = "too_many_own_exports"
    sentence = _("You have asked for this several times today. Please come back tomorrow.")


class TooManyOrganisations(TooMany):
    """The person founded too many organisations lately."""

    code = "too_many_organisations"
    sentence = _("You have created several organisations today. Please go on tomorrow.")


class RegionUnknown(NotFound):
    """There is no region of this code."""

    code = "region_unknown"
    sentence = _("We do not know this region.")


class MarkUnknown(NotFound):
    """There is no such help-first mark."""

    code = "mark_unknown"
    sentence = _("This mark does not exist.")


ADDRESS_PROBLEMS = {
    "characters": _("This line has characters that cannot be printed on a label."),
    "country_form": _("Please choose a country."),
    "postcode_elsewhere": _("This postcode belongs to another province. Please check it."),
    "postcode_form": _("This postcode does not have the right number of digits."),
    "postcode_missing": _("Please enter the five-digit postcode."),
    "postcode_old": _("This is a postcode from before 2015. Please enter the new one with five digits."),
    "region_missing": _("Please choose the province and the city or county."),
    "region_too_wide": _("Please choose the city or county too."),
    "street_elsewhere": _("This line names another province than the one you chose."),
    "street_form_cn": _("Please enter the street or village with the house number, for example 建设路12号."),
    "street_form_kr": _("Please enter the road name with its number (세종대로 110) or the lot (상암동 1600)."),
    "street_missing": _("Please enter the street or village."),
    "too_long": _("This line is too long."),
}


class AddressWrong(BadInput):
    """The address cannot be delivered to; `fields` says where and how."""

    code = "address_wrong"
    sentence = _("Please check the address.")

    def __init__(self, problems: dict[str, str]) -> None:
        """Turn {field: code} into sentences, and keep the codes for programs."""
        sentences = {field: [str(ADDRESS_PROBLEMS[code])] for field, code in problems.items()}
        super().__init__(fields=sentences, problems=problems)


class HelpFirstWrong(BadInput):
    """A help-first mark lacks something, or exists already."""

    code = "help_first_wrong"
    sentence = _("Please check the mark.")


LIST_PROBLEMS = {
    "ambiguous": _("Several regions have this name. Please give the code or the province."),
    "name_contradicts_code": _("The code belongs to a region of another name."),
    "source": _("The source is missing."),
    "twice": _("This region is in the list twice."),
    "unknown": _("We do not know a region of this code or name."),
    "year": _("The year is missing or not a year."),
}

FILE_PROBLEMS = {
    "empty": _("The file has no lines."),
    "no_code_or_name": _("The first line must name a column “code” or “name”."),
    "not_csv": _("This is not a CSV file."),
    "not_text": _("This file is not text. Please save it as CSV."),
    "too_long": _("The file has more than 10,000 lines."),
}


class ListUnreadable(BadInput):
    """The uploaded file is not a list of regions."""

    code = "list_unreadable"
    sentence = _("We cannot read this list.")

    def __init__(self, reason: str) -> None:
        """Say why, in a sentence."""
        super().__init__(fields={"list": [str(FILE_PROBLEMS[reason])]}, reason=reason)


class ListIncomplete(BadInput):
    """Some lines of the list could not be matched, and the person did not say to leave them out."""

    code = "list_incomplete"
    sentence = _("%(count)s lines of the list were not found. Leave them out or correct the file.")


class ApiKeyWrong(NotSignedIn):
    """The key opens nothing: it never existed, was ended or ran out, or its person may not come in any more."""

    code = "api_key_wrong"
    sentence = _("This key opens nothing. Please make a new one on your page.")


class ApiKeyReadsOnly(NotAllowed):
    """The key was made for reading, and something was to be changed."""

    code = "api_key_reads_only"
    sentence = _("This key may only read.")


class ApiKeyUnknown(NotFound):
    """The person has no such key."""

    code = "api_key_unknown"
    sentence = _("We could not find this key.")


class TooManyApiKeys(Refusal):
    """No more keys at a time."""

    code = "too_many_api_keys"
    sentence = _("You have %(most)s keys already. Please end one that you do not need.")
