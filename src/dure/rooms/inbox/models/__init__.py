"""The inbox room's tables."""

from dure.rooms.inbox.models.conversations import Conversation, Message, MessagePicture, Participant
from dure.rooms.inbox.models.notifications import Channel, Delivery, Notification
from dure.rooms.inbox.models.wishes import Habit, PushKey, PushSubscription, TopicChoice

__all__ = [
    "Channel",
    "Conversation",
    "Delivery",
    "Habit",
    "Message",
    "MessagePicture",
    "Notification",
    "Participant",
    "PushKey",
    "PushSubscription",
    "TopicChoice",
]
