"""What everybody in a show sees, and the rules of its chat: one statement, for the gate and for Django. Pure.

Every verb that changes any of it adds one to the show's `sequence`; a lower number is older, whoever tells it.
"""

SNAPSHOT = """
SELECT show.id AS show_id,
       show.sequence,
       jsonb_build_object(
           'sequence', show.sequence,
           'show_id', show.id,
           'title', show.title,
           'kind', show.kind,
           'status', show.status,
           'is_public', show.is_public,
           'is_contest', show.is_contest,
           'starts_at', show.starts_at,
           'started_at', show.started_at,
           'ended_at', show.ended_at,
           'broadcast_id', (
               SELECT broadcast.id FROM stage_broadcast AS broadcast
                WHERE broadcast.show_id = show.id AND broadcast.ended_at IS NULL
           ),
           'cue', (
               SELECT jsonb_build_object(
                          'id', cue.id, 'key', cue.key, 'title', cue.title,
                          'facts', cue.facts, 'since', showing.shown_at)
                 FROM stage_cueshowing AS showing JOIN stage_cue AS cue ON cue.id = showing.cue_id
                WHERE showing.show_id = show.id AND showing.cleared_at IS NULL
           ),
           'cues', coalesce((
               SELECT jsonb_agg(
                          jsonb_build_object('id', cue.id, 'key', cue.key, 'title', cue.title, 'facts', cue.facts)
                          ORDER BY cue.position, cue.id)
                 FROM stage_cue AS cue
                WHERE cue.show_id = show.id AND cue.removed_at IS NULL
           ), '[]'::jsonb),
           'pinned', show.pinned_text,
           'is_frozen', show.is_frozen,
           'slow_mode_s', show.slow_mode_s
       ) AS state,
       jsonb_build_object(
           'is_public', show.is_public,
           'is_open', show.status = 'live'
                      OR (show.status = 'planned' AND show.starts_at < now() + interval '30 minutes'),
           'is_frozen', show.is_frozen,
           'slow_mode_s', show.slow_mode_s,
           'muted', restricted.muted,
           'banned', restricted.banned,
           'placed', coalesce((
               SELECT jsonb_agg(place.person_id ORDER BY place.person_id) FROM stage_helper AS place
                WHERE place.show_id = show.id AND place.removed_at IS NULL
           ), '[]'::jsonb),
           'words', coalesce((
               SELECT jsonb_agg(DISTINCT word)
                 FROM stage_wordlist AS list, unnest(list.words) AS word
                WHERE list.organisation_id IS NULL OR list.organisation_id = show.organisation_id
           ), '[]'::jsonb),
           'hidden', coalesce((
               SELECT jsonb_agg(message.id ORDER BY message.id) FROM stage_chatmessage AS message
                WHERE message.show_id = show.id AND message.hidden_at > now() - interval '1 hour'
           ), '[]'::jsonb)
       ) AS rules
  FROM stage_show AS show
  CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_agg(DISTINCT held.person_id) FILTER (WHERE held.kind = 'mute'), '[]'::jsonb) AS muted,
             coalesce(jsonb_agg(DISTINCT held.person_id) FILTER (WHERE held.kind = 'ban'), '[]'::jsonb) AS banned
        FROM stage_restriction AS held
       WHERE held.lifted_at IS NULL AND (held.until IS NULL OR held.until > now())
         AND (held.show_id = show.id OR (held.is_everywhere AND held.organisation_id = show.organisation_id))
  ) AS restricted
 WHERE show.id = ANY(%(show_ids)s::uuid[])
"""
"""A row a show: `show_id`, `sequence`, `state` (for every eye), `rules` (for the gate only). It takes `show_ids`."""

KEEP_CHAT = """
INSERT INTO stage_chatmessage (id, show_id, person_id, name, role, text, client_key, sent_at)
SELECT * FROM unnest(%(ids)s::uuid[], %(show_ids)s::uuid[], %(person_ids)s::uuid[], %(names)s::text[],
                     %(roles)s::text[], %(texts)s::text[], %(client_keys)s::uuid[], %(sent_ats)s::timestamptz[])
ON CONFLICT (show_id, person_id, client_key) DO NOTHING
RETURNING id
"""
"""Keep a batch of chat, columns as arrays of one length; what was said before is left out, and not returned."""

LAST_CHAT = """
SELECT id, show_id, name, role, text, sent_at, person_id, client_key
  FROM stage_chatmessage
 WHERE show_id = %(show_id)s AND hidden_at IS NULL
 ORDER BY id DESC
 LIMIT %(count)s
"""
"""The last messages of a show that are not hidden, newest first."""

CHANGED = "stage.changed."
"""`stage.changed.<show id>` on NATS: something changed; the payload is the show's new sequence, in digits."""
