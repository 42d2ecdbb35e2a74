/** An order on its way, as it was agreed to: kept in this window until somebody answers, also over a page's loading. */
import { keep, kept } from "../kept";

export interface Going {
  readonly show: string;
  readonly sent: string;
  readonly ticket: string;
}

const KEPT_AS = "dure-sale-order";
const UNKEPT = "csrfmiddlewaretoken";

/** Returns the order that was on its way in a show; null where there is none. */
export function underWay(show: string): Going | null {
  const going = JSON.parse(kept(KEPT_AS, "session") ?? "null") as Going | null;
  return going?.show === show ? going : null;
}

/** Keeps an order: the form as it is sent, and the place in the row where there is one. */
export function remember(show: string, sent: URLSearchParams, ticket: string): void {
  sent.delete(UNKEPT);
  keep(KEPT_AS, JSON.stringify({ show, sent: sent.toString(), ticket } satisfies Going), "session");
}

/** Forgets it: it was answered, or is not wanted any more. */
export function forget(): void {
  keep(KEPT_AS, null, "session");
}
