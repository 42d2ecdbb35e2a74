"""What the room can do, a file per noun."""
