/** Which picture a viewer wants: automatic, one of those there are, or sound only. Kept in the browser for every film. */
import type { Level } from "hls.js";
import { keep, kept } from "../kept";

const KEPT_AS = "dure-film-picture";
const CHOICES = ["auto", "high", "low", "least", "sound"] as const;
/** What is taken for a choice, the next where the first is missing: older recordings, and who sends one picture only. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  high: ["high", "low", "least"],
  low: ["low", "least", "high"],
  least: ["least", "low", "high"],
};

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

/** Returns the number of the level that was chosen, or of what is taken in its place; -1 for the player's own choice. */
export function levelOf(choice: Choice, levels: readonly Level[]): number {
  for (const name of TAKEN[choice] ?? []) {
    const found = levels.findIndex((level) => new URL(level.uri, location.href).pathname.includes(`/${name}/`));
    if (found >= 0) return found;
  }
  return -1;
}
