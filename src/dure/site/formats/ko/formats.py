"""Times on the 24-hour clock: Django's own Korean puts the half of the day behind the hour, which nobody says."""

DATETIME_FORMAT = "Y년 n월 j일 H:i"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
TIME_FORMAT = "H:i"
