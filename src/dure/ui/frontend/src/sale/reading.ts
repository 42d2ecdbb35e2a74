/** Small readings of forms, slips and answers that a sale is made of. */
import type { Told } from "../counter";
import type { Slip } from "../ordering";

/** Why a line could not be had, as the name of the sentence that says so. */
export function reasonOf(line: NonNullable<Told["lines"]>[number] | undefined): string {
  if (line?.answer === "sold_out") return line.left ? "refused_fewer" : "refused_sold_out";
  if (line?.answer === "limit_reached") return line.left ? "refused_limit_left" : "refused_limit";
  if (line?.answer === "price_changed") return "refused_price";
  return line?.answer === "closed" || line?.answer === "not_found" ? "refused_closed" : "refused_other";
}

/** How many a slip orders. */
export function quantityOf(slip: Slip): string {
  const [line] = slip.order["lines"] as readonly { readonly count: number }[];
  return String(line?.count ?? "");
}

/** What a form says, as it is sent. */
export function said(form: HTMLFormElement): URLSearchParams {
  return new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** The page's token against forged forms. */
export function token(): string {
  const written = document.body.getAttribute("hx-headers:inherited") ?? "{}";
  return (JSON.parse(written) as Record<string, string>)["X-CSRFToken"] ?? "";
}

/** Waits a while. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
