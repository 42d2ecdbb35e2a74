/**
 * `<dure-telling>`: forms that are told from the road. What is sent is kept in this browser first, with its photo, and
 * goes out as soon as there is a line; each telling bears a name of its own, so that it counts once however often it is
 * sent. A telling the house refuses is shown with the reason. Without forms inside, it only sends what is kept.
 */
interface Telling {
  readonly client_id: string;
  readonly url: string;
  readonly fields: ReadonlyArray<readonly [string, string | Blob]>;
}

type Answer = "done" | "later" | { refused: string };

const SEND_AGAIN_MS = 15_000;
const DATABASE = "dure-tellings";
const TABLE = "waiting";
const TOKEN = "csrfmiddlewaretoken";
const NO_LINE = new Set([401, 403, 408, 425, 429]);

class TellingArea extends HTMLElement {
  private isSending = false;

  connectedCallback(): void {
    for (const form of this.querySelectorAll("form")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void this.tell(form);
      });
    }
    addEventListener("online", () => void this.send());
    setInterval(() => void this.send(), SEND_AGAIN_MS);
    void this.send();
  }

  private async tell(form: HTMLFormElement): Promise<void> {
    const said = new FormData(form);
    said.set("happened_at", new Date().toISOString());
    const client_id = String(said.get("client_id") ?? "");
    await keep({ client_id, url: form.action, fields: [...said.entries()] });
    const isDone = await this.send(client_id);
    if (isDone) location.assign(this.dataset["next"] ?? location.href);
  }

  /** Sends what is kept, oldest first; returns whether the one asked for has gone out. */
  private async send(wanted = ""): Promise<boolean> {
    if (this.isSending) return false;
    this.isSending = true;
    try {
      return await this.sendAll(wanted);
    } finally {
      this.isSending = false;
    }
  }

  private async sendAll(wanted: string): Promise<boolean> {
    const waiting = await kept();
    let gone = 0;
    let isDone = false;
    for (const telling of waiting) {
      const answer = await this.sendOne(telling);
      if (answer === "later") break;
      await forget(telling.client_id);
      gone += 1;
      if (answer === "done") isDone ||= telling.client_id === wanted;
      else this.say("refused", "{reason}", answer.refused);
    }
    const left = waiting.length - gone;
    if (left) this.say("kept", "{number}", String(left));
    else if (gone && !wanted && !this.querySelector("form")) location.reload();
    return isDone;
  }

  private async sendOne(telling: Telling): Promise<Answer> {
    const body = new FormData();
    for (const [name, value] of telling.fields) body.append(name, value);
    const token = document.querySelector<HTMLInputElement>(`input[name=${TOKEN}]`)?.value;
    if (token) body.set(TOKEN, token);
    let answer: Response;
    try {
      const headers = { Accept: "application/json" };
      answer = await fetch(telling.url, { method: "POST", headers, body, redirect: "manual" });
    } catch {
      return "later";
    }
    if (answer.type === "opaqueredirect" || answer.ok) return "done";
    if (answer.status === 401 || answer.status === 403) this.say("signIn", "", "");
    if (answer.status >= 500 || NO_LINE.has(answer.status)) return "later";
    return { refused: await reasonOf(answer) };
  }

  private say(words: string, mark: string, value: string): void {
    const state = this.querySelector("[data-state]");
    if (state) state.textContent = (this.dataset[words] ?? "").replace(mark, value);
  }
}

/** Returns why the house says no: what is wrong with a field, else the sentence for the whole. */
async function reasonOf(answer: Response): Promise<string> {
  try {
    const told = (await answer.json()) as { detail?: string; fields?: Record<string, string[]> };
    return Object.values(told.fields ?? {}).flat()[0] ?? told.detail ?? "";
  } catch {
    return String(answer.status);
  }
}

function opened(): Promise<IDBDatabase> {
  const asked = indexedDB.open(DATABASE, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: "client_id" });
  return settled(asked);
}

function settled<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function table(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await opened()).transaction(TABLE, mode).objectStore(TABLE);
}

async function keep(telling: Telling): Promise<void> {
  await settled((await table("readwrite")).put(telling));
}

/** Returns what is kept; its names are given in the order of time. */
async function kept(): Promise<Telling[]> {
  return settled((await table("readonly")).getAll() as IDBRequest<Telling[]>);
}

async function forget(client_id: string): Promise<void> {
  await settled((await table("readwrite")).delete(client_id));
}

customElements.define("dure-telling", TellingArea);

export {};
