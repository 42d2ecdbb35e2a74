"""What the dispatch room can tell: reads only, keyword arguments."""
