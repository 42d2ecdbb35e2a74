"""What allauth asks of us, answered with the room's verbs and queries."""
