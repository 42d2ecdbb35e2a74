/** What can be known of a viewer's line before a film is fetched, so that it begins with a picture that arrives. */
import { keep, kept } from "../kept";

const KEPT_AS = "dure-film-line";
const THIN_KBPS = 600;
const FAR_MS = 250;
/** A file of so many bytes tells how fast the line is. */
const TELLING_BYTES = 60_000;

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
  readonly downlink?: number;
  readonly rtt?: number;
}

export interface Line {
  /** Kilobits a second, where anything tells. */
  readonly kbps: number | null;
  /** It carries the least picture only. */
  readonly isThin: boolean;
  /** Each answer takes so long that parts of a third of a second cannot be fetched one by one. */
  readonly isFar: boolean;
}

/** Returns how the line is: as the last film measured it, else as this page's own files came, else as the browser says. */
export function lineNow(): Line {
  const { connection } = navigator as { connection?: Connection };
  const files = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter((each) => each.transferSize > 0 && each.responseStart > 0);
  const measured = (Number(kept(KEPT_AS, "session")) || null) ?? speedOf(files);
  const kbps = measured ?? (connection?.downlink ? connection.downlink * 1_000 : null);
  const isSaidSlow = measured === null && (connection?.effectiveType ?? "4g") !== "4g";
  const answersMs = files.map((each) => each.responseStart - each.requestStart);
  return {
    kbps,
    isThin: connection?.saveData === true || isSaidSlow || (kbps ?? Infinity) <= THIN_KBPS,
    isFar: (answersMs.length ? Math.min(...answersMs) : (connection?.rtt ?? 0)) >= FAR_MS,
  };
}

/** Keeps what a film has measured, for the next one in this window. */
export function keepLine(bitsPerSecond: number): void {
  keep(KEPT_AS, String(Math.round(bitsPerSecond / 1_000)), "session");
}

/** Returns the kilobits a second at which the largest of some files came; null where all are small. */
function speedOf(files: readonly PerformanceResourceTiming[]): number | null {
  const [largest] = files.filter((each) => each.encodedBodySize > TELLING_BYTES).sort((a, b) => b.encodedBodySize - a.encodedBodySize);
  return largest ? (largest.encodedBodySize * 8) / Math.max(1, largest.responseEnd - largest.responseStart) : null;
}
