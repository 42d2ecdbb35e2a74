"""Who may come through which door of the inbox room, lines alphabetical."""

from dure.kernel.access import EVERYONE, SIGNED_IN, Table

DOORS: Table = {
    "api:mark_notification_read": SIGNED_IN,
    "api:mark_seen": SIGNED_IN,
    "api:message_picture": SIGNED_IN,
    "api:my_conversations": SIGNED_IN,
    "api:my_notifications": SIGNED_IN,
    "api:say": SIGNED_IN,
    "api:talk": SIGNED_IN,
    "inbox:all_reading": SIGNED_IN,
    "inbox:blocking": SIGNED_IN,
    "inbox:choices": SIGNED_IN,
    "inbox:conversation": SIGNED_IN,
    "inbox:conversations": SIGNED_IN,
    "inbox:habit": SIGNED_IN,
    "inbox:home": SIGNED_IN,
    "inbox:opening": SIGNED_IN,
    "inbox:picture": SIGNED_IN,
    "inbox:reading": SIGNED_IN,
    "inbox:reporting": SIGNED_IN,
    "inbox:saying": SIGNED_IN,
    "inbox:seeing": SIGNED_IN,
    "inbox:subscription": SIGNED_IN,
    "inbox:topic_choices": SIGNED_IN,
    "inbox:unsubscription": EVERYONE,
    "inbox:unsubscription_of_device": SIGNED_IN,
}
