/** What the page asks of the house: verbs of the API, refused in the reader's own words. */

export interface Entrance {
  readonly stage_pass: string;
}

export class Refused extends Error {}

/** Sends to the API; Refused with a sentence for people, an empty one where nobody answered. */
export async function ask<Answer>(address: string, body: object = {}, method = "POST"): Promise<Answer> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  const reply = await fetch(address, { method, headers, body: JSON.stringify(body) }).catch(() => null);
  if (!reply) throw new Refused("");
  const told = reply.status === 204 ? {} : ((await reply.json()) as { detail?: string });
  if (!reply.ok) throw new Refused(told.detail ?? "");
  return told as Answer;
}

function csrfToken(): string {
  const held = document.body.getAttribute("hx-headers:inherited") ?? "{}";
  return (JSON.parse(held) as Record<string, string>)["X-CSRFToken"] ?? "";
}
