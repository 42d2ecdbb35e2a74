"""What the room can tell, a file per noun."""
