"""Shows: somebody stands before a camera, many watch, talk and take part; and what remains of it afterwards.

* Show: a time at which an organisation wants to be seen, selling or gathering. Broadcast: one stretch of it on air.
* Cue: a line of the run-sheet; the one on the screen is what everybody sees now. The room knows cues, not products.
* Replay: the recording of a broadcast that ended. Clip: a minute at most, cut from a replay or sent in.
* Entry and vote: what people bring to a contest, and whom they choose.
"""
