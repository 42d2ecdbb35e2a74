"""A host's passes: onto the stage, for the pictures of one broadcast; and for trying the line before. Pure."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from dure.kernel import tokens
from dure.kernel.tokens import TokenExpired

STAGE = b"stage"
STAGE_LIFE = timedelta(hours=8)
TRIAL = b"trial"
TRIAL_LIFE = timedelta(hours=2)
ALIVE_S = 10
"""A telephone that was not heard of for so long has lost its network: the same pass may be used anew."""


class StagePass(msgspec.Struct, frozen=True, kw_only=True):
    """Who may send pictures for which broadcast: its row knows the `nonce`, as that which sends or that which may."""

    show_id: UUID
    broadcast_id: UUID
    person_id: UUID
    organisation_id: UUID
    nonce: UUID
    until: datetime


def stage_text(found: StagePass, *, key: bytes) -> str:
    """Return a pass as a token that holds until its own time."""
    return tokens.sign(kind=STAGE, payload=_WRITER.encode(found), key=key, until=found.until)


def read_stage(token: str, *, key: bytes, now: datetime) -> StagePass:
    """Return the pass a token carries; TokenSpoilt when nobody signed it, TokenExpired after its time."""
    payload = tokens.read(kind=STAGE, token=token, key=key, now=now)
    try:
        return _PASSES.decode(payload)
    except msgspec.MsgspecError as error:  # genuine, and written by a house of another version
        raise TokenExpired from error


class TrialPass(msgspec.Struct, frozen=True, kw_only=True):
    """Who may try the line to the studio before a show; it opens nothing else."""

    show_id: UUID
    person_id: UUID
    until: datetime


def trial_text(found: TrialPass, *, key: bytes) -> str:
    """Return a pass for trying the line as a token that holds until its own time."""
    return tokens.sign(kind=TRIAL, payload=_WRITER.encode(found), key=key, until=found.until)


def read_trial(token: str, *, key: bytes, now: datetime) -> TrialPass:
    """Return the pass a token carries; TokenSpoilt when nobody signed it, TokenExpired after its time."""
    payload = tokens.read(kind=TRIAL, token=token, key=key, now=now)
    try:
        return _TRIALS.decode(payload)
    except msgspec.MsgspecError as error:  # genuine, and written by a house of another version
        raise TokenExpired from error


CONNECT = """
UPDATE stage_broadcast
   SET nonce = %(nonce)s, next_nonce = NULLIF(next_nonce, %(nonce)s), phone_key = %(phone_key)s, seen_at = now(),
       filmed_by = %(person_id)s, offered_at = CASE WHEN next_nonce = %(nonce)s THEN NULL ELSE offered_at END
 WHERE id = %(broadcast_id)s AND show_id = %(show_id)s AND ended_at IS NULL
   AND (next_nonce = %(nonce)s
        OR (nonce = %(nonce)s
            AND (phone_key IN ('', %(phone_key)s) OR seen_at < now() - make_interval(secs => %(alive_s)s))))
RETURNING started_at
"""
"""Take the stage: a row when the pass may, none when the broadcast is over, the pass old, or another telephone on.

The last pass given takes it from whoever sends; the pass that sends may come back, as long as no other one came.
`phone_key` is a secret of 32 to 64 letters that the telephone chooses once and sends each time it comes back.
"""

SEEN = """
UPDATE stage_broadcast SET seen_at = now()
 WHERE id = %(broadcast_id)s AND nonce = %(nonce)s AND phone_key = %(phone_key)s AND ended_at IS NULL
RETURNING id
"""
"""Say that a telephone still sends (every 2 s or so); no row when it has lost the stage."""

_WRITER = msgspec.msgpack.Encoder()
_PASSES = msgspec.msgpack.Decoder(StagePass)
_TRIALS = msgspec.msgpack.Decoder(TrialPass)
