"""Tests of the studio; `phones` sends what a phone would, `validator` reads playlists as the standard wants them."""
