"""What the dispatch room can tell: reads only, by subject."""
