"""What people are told and what they tell each other.

* Notification: one thing a person is told, under a topic; it stays on the page until read.
* Delivery: a notification on its way by letter (e-mail) or push, when the person's quiet hours allow.
* Conversation: two or more parties (a person, or an organisation) talking about one thing, named by its reference.
"""
