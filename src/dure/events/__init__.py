"""The noticeboard: one file per announcing room, frozen dataclasses, no logic."""
