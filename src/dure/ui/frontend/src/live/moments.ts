/** Between a recording's clock (seconds since its first frame) and a player's: holes in a recording are not played. */
import type { LevelDetails } from "hls.js";

/** Returns where in the film a moment of the recording is; one that fell into a hole is where the film goes on. */
export function inFilm(details: LevelDetails | undefined, moment: number): number {
  const first = details?.fragments[0]?.programDateTime;
  if (!details || typeof first !== "number") return moment;
  for (const each of details.fragments) {
    const begins = ((each.programDateTime ?? first) - first) / 1000;
    if (moment < begins + each.duration) return each.start + Math.max(0, moment - begins);
  }
  return details.totalduration;
}

/** Returns the moment of the recording that a place in the film shows. */
export function inRecording(details: LevelDetails | undefined, at: number): number {
  const first = details?.fragments[0]?.programDateTime;
  const piece = details?.fragments.filter((each) => each.start <= at).at(-1);
  if (typeof first !== "number" || typeof piece?.programDateTime !== "number") return at;
  return (piece.programDateTime - first) / 1000 + (at - piece.start);
}
