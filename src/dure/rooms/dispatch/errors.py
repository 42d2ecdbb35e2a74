"""Why the dispatch room says no: one class per reason, each with a stable code."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, Refusal, TooMany


class ShipmentUnknown(NotFound):
    """There is no such shipment, or it is no business of this person."""

    code = "shipment_unknown"
    sentence = _("We do not know this delivery.")


class ParcelUnknown(NotFound):
    """No parcel bears this number."""

    code = "parcel_unknown"
    sentence = _("No parcel has this number. Please scan it again, or type the digits below the bars.")


class CodeUnreadable(BadInput):
    """The scanned or typed text is no parcel's number."""

    code = "code_unreadable"
    sentence = _("That is not the number of a parcel. It has 18 digits, or 8 if it was written by hand.")


class CodeAmbiguous(Refusal):
    """Two open parcels share the last eight digits."""

    code = "code_ambiguous"
    sentence = _("Two parcels end in these digits. Please type all 18.")


class WrongStep(Refusal):
    """The parcel is somewhere from where this step does not lead."""

    code = "wrong_step"
    sentence = _("This cannot be done now. The parcel: %(place)s.")


class StepNeedsMore(BadInput):
    """This step is not made by a scan alone."""

    code = "step_needs_more"
    sentence = _("A scan alone cannot do this. Please open the delivery.")


class ScanReused(Refusal):
    """The same name was given to two different scans."""

    code = "scan_reused"
    status = 422
    sentence = _("This scan was sent before with other contents. Please scan again.")


class ScanTooOld(BadInput):
    """The scan waited too long to be sent."""

    code = "scan_too_old"
    sentence = _("This scan is more than a week old. Please scan the parcel again.")


class NotThisParcel(NotAllowed):
    """The parcel belongs to somebody else's work."""

    code = "not_this_parcel"
    sentence = _("You are not the one to do this with this parcel.")


class NotADriver(NotAllowed):
    """Only approved drivers carry parcels."""

    code = "not_a_driver"
    sentence = _("Only approved drivers can do this. Ask a hub to add you as a driver.")


class HubUnknown(NotFound):
    """There is no such hub, or it is closed."""

    code = "hub_unknown"
    sentence = _("We do not know this hub, or it is closed.")


class HubNeeded(BadInput):
    """A step in a hub must say which one."""

    code = "hub_needed"
    sentence = _("Please choose the hub you are in.")


class HubInUse(Refusal):
    """Parcels are still in the hub, or on their way to it."""

    code = "hub_in_use"
    sentence = _("%(count)s parcels are still in this hub or on their way to it.")


class ShipmentWrong(BadInput):
    """What is to be carried is not told well enough."""

    code = "shipment_wrong"
    sentence = _("Please check the delivery.")


class AlreadyLeft(Refusal):
    """The goods have left the sender; they can be turned back, not cancelled."""

    code = "already_left"
    sentence = _("The goods have left already. They can be sent back, not cancelled.")


class AlreadyPacked(Refusal):
    """The boxes are packed."""

    code = "boxes_packed"
    sentence = _("This is packed already.")


class ProofMissing(BadInput):
    """Nothing shows that the goods were handed over."""

    code = "proof_missing"
    sentence = _("Please ask for the PIN, take a photo, or have it signed.")


class WrongPin(Refusal):
    """The PIN is another."""

    code = "wrong_pin"
    sentence = _("That is not the PIN. The receiver finds it on the page of the delivery.")


class TooManyPins(TooMany):
    """The PIN was guessed too often."""

    code = "too_many_pins"
    sentence = _("Too many wrong PINs. Please take a photo or a signature instead, or try again later.")


class PhotoNeeded(BadInput):
    """Damage is shown, not told."""

    code = "photo_needed"
    sentence = _("Please take a photo of the damage.")


class AlreadyAsked(Refusal):
    """The person drives here, or has asked to."""

    code = "already_asked"
    sentence = _("You have asked already.")


class DriverUnknown(NotFound):
    """There is no such driver."""

    code = "driver_unknown"
    sentence = _("We do not know this driver.")


class DriverCarries(Refusal):
    """A driver who still has parcels cannot stop."""

    code = "driver_carries"
    sentence = _("%(count)s parcels are still with this driver.")


class NothingChosen(BadInput):
    """No delivery was chosen."""

    code = "no_shipments_chosen"
    sentence = _("Please choose at least one delivery.")


class TooManyChosen(BadInput):
    """More than one file holds."""

    code = "too_many_shipments_chosen"
    sentence = _("Please choose at most %(limit)s deliveries at once.")


class LabelsGone(NotFound):
    """The file of labels is not ready, or a day old and gone."""

    code = "labels_gone"
    sentence = _("This file is not here. Please ask for a new one.")


class TooLateToTakeBack(Refusal):
    """More than ten minutes have passed, or the goods have gone on."""

    code = "too_late_to_take_back"
    sentence = _("This can no longer be taken back: ten minutes are over, or the goods have gone on.")
