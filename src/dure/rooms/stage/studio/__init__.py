"""The studio: takes a phone's picture and sound, and serves them to everybody as HLS. No Django and no database.

`frames` is what a phone sends, `ingest` hears it, `broadcasts` keeps one broadcast, `tracks` cuts it into parts and
segments, `boxes` writes them as fragmented MP4, `archive` keeps them on disk, `playlist` tells of them, `origin` serves
them. `recordings` and `clips` are for jobs, once a broadcast is over.
"""
