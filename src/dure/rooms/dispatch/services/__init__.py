"""What the dispatch room can do, a file for each noun."""
