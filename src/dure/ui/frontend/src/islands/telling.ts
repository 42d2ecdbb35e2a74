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

type Answer = "done" | "later" | "sign in" | { refused: string };

const SEND_AGAIN_MS = 15_000;
const DATABASE = "dure-tellings";
const TABLE = "waiting";
const TOKEN = "csrfmiddlewaretoken";
const NO_LINE = new Set([408, 425, 429]);

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
    await this.send();
  }

  /** Sends what is kept, and goes on from the page once what was told on it is out. */
  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      const done = await this.sendAll();
      const own = [...this.querySelectorAll<HTMLInputElement>("input[name=client_id]")].map((input) => input.value);
      if (own.length ? own.some((name) => done.includes(name)) : done.length) this.goOn();
    } finally {
      this.isSending = false;
    }
  }

  /** Sends what is kept, oldest first, until there is no line; returns the names of what the house has taken. */
  private async sendAll(): Promise<string[]> {
    const waiting = await kept();
    const done: string[] = [];
    for (const [place, telling] of waiting.entries()) {
      const answer = await this.sendOne(telling);
      if (answer === "later" || answer === "sign in") {
        this.say(answer === "later" ? "kept" : "signIn", "{number}", String(waiting.length - place));
        break;
      }
      await forget(telling.client_id);
      if (answer === "done") done.push(telling.client_id);
      else this.say("refused", "{reason}", answer.refused);
    }
    return done;
  }

  private goOn(): void {
    const next = this.dataset["next"];
    if (next) location.assign(next);
    else location.reload();
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
    if (answer.status === 401 || answer.status === 403) return "sign in";
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
