"""Why a line of the run-sheet, or what is on the screen, is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class CueNotFound(NotFound):
    """No such line on the run-sheet."""

    code = "cue_not_found"
    sentence = _("This line is not on the run-sheet.")


class CueKeyTaken(Refusal):
    """The thing is on the run-sheet already."""

    code = "cue_key_taken"
    sentence = _("This is on the run-sheet already.")


class RunSheetFull(Refusal):
    """So many lines at most."""

    code = "run_sheet_full"
    sentence = _("A run-sheet holds at most %(max)s lines.")


class FactsTooLarge(BadInput):
    """The facts of a cue are a few short values."""

    code = "cue_facts_too_large"
    sentence = _("A line shows only a few short facts.")


class NothingNext(Refusal):
    """The run-sheet is at its end."""

    code = "nothing_next"
    sentence = _("The run-sheet is at its end.")


class NothingOnScreen(Refusal):
    """No cue is on the screen."""

    code = "nothing_on_screen"
    sentence = _("Nothing is on the screen.")


class NothingToUndo(Refusal):
    """The last act cannot be undone, or there is none."""

    code = "stage_nothing_to_undo"
    sentence = _("There is nothing to undo.")
