"""The room's tables, a file per noun."""

from dure.rooms.trust.models.verifications import Decision, Outcome, Paper, PaperKind, Status, Verification

__all__ = ["Decision", "Outcome", "Paper", "PaperKind", "Status", "Verification"]
