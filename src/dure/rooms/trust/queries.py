"""What the trust room can tell: reads only, keyword arguments."""
