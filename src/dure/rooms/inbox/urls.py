"""Addresses of the inbox room."""

from django.urls import path

from dure.rooms.inbox.views import choices, conversations, notifications

app_name = "inbox"
urlpatterns = [
    path("", notifications.home, name="home"),
    path("reading/", notifications.all_reading, name="all_reading"),
    path("notifications/<uuid:notification_id>/", notifications.opening, name="opening"),
    path("notifications/<uuid:notification_id>/reading/", notifications.reading, name="reading"),
    path("choices/", choices.choices, name="choices"),
    path("choices/topics/", choices.topic_choices, name="topic_choices"),
    path("choices/habit/", choices.habit, name="habit"),
    path("choices/device/", choices.subscription, name="subscription"),
    path("choices/device/ending/", choices.unsubscription_of_device, name="unsubscription_of_device"),
    path("letters/<str:key>/", choices.unsubscription, name="unsubscription"),
    path("conversations/", conversations.conversation_list, name="conversations"),
    path("conversations/<uuid:conversation_id>/", conversations.conversation, name="conversation"),
    path("conversations/<uuid:conversation_id>/messages/", conversations.saying, name="saying"),
    path("conversations/<uuid:conversation_id>/seeing/", conversations.seeing, name="seeing"),
    path("conversations/<uuid:conversation_id>/blocking/", conversations.blocking, name="blocking"),
    path(
        "conversations/<uuid:conversation_id>/messages/<uuid:message_id>/report/",
        conversations.reporting,
        name="reporting",
    ),
    path(
        "conversations/<uuid:conversation_id>/pictures/<uuid:picture_id>/<str:name>",
        conversations.picture,
        name="picture",
    ),
]
