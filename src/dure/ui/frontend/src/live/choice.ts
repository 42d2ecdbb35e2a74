/** Which picture a viewer wants: automatic, one of those there are, or sound only. Kept in the browser for every film. */
import type { Level } from "hls.js";
import { keep, kept } from "../kept";

const KEPT_AS = "dure-film-picture";
const CHOICES = ["auto", "high", "low", "least", "sound"] as const;
const LARGEST_FIRST = ["high", "low", "least"] as const;

export type Choice = (typeof CHOICES)[number];

/** Returns what was chosen at an earlier film; else the least data, where its person saves data everywhere. */
export function choiceKept(): Choice {
  const said = kept(KEPT_AS);
  if (said !== null) return choiceOf(said);
  return document.documentElement.dataset["saver"] === "on" ? "least" : "auto";
}

/** Keeps a choice for the next film. */
export function keepChoice(choice: Choice): void {
  keep(KEPT_AS, choice);
}

/** Returns the choice that a word names; automatic for any other. */
export function choiceOf(word: string): Choice {
  return CHOICES.find((each) => each === word) ?? "auto";
}

/** Returns the number of the level that was chosen, or of the next smaller one there is; -1 for the player's own choice. */
export function levelOf(choice: Choice, levels: readonly Level[]): number {
  const first = LARGEST_FIRST.findIndex((each) => each === choice);
  if (first < 0) return -1;
  for (const name of LARGEST_FIRST.slice(first)) {
    const found = levels.findIndex((level) => new URL(level.uri, location.href).pathname.includes(`/${name}/`));
    if (found >= 0) return found;
  }
  return 0;
}
