/** The words of a sale in the reader's language, as the page brings them; and money as people there write it. */

interface Written {
  readonly sample: string;
  readonly digits: number;
}

export class Words {
  private readonly language = document.documentElement.lang;
  private readonly all: Readonly<Record<string, unknown>>;

  constructor(written: string) {
    this.all = JSON.parse(written || "{}") as Readonly<Record<string, unknown>>;
  }

  /** Returns a sentence by its name, with what belongs into it. */
  said(name: string, put: Readonly<Record<string, string>> = {}): string {
    const sentence = this.all[name];
    return typeof sentence === "string" ? sentence.replace(/\{(\w+)\}/g, (_all, key: string) => put[key] ?? "") : "";
  }

  number(value: number): string {
    return value.toLocaleString(this.language);
  }

  /** Returns an amount in minor units as people write it. */
  money(minor: number, currency: string): string {
    const written = (this.all["money"] as Readonly<Record<string, Written>> | undefined)?.[currency];
    if (!written) return String(minor);
    const digits = { minimumFractionDigits: written.digits, maximumFractionDigits: written.digits };
    return written.sample.replace(/0([.,]0+)?/, (minor / 10 ** written.digits).toLocaleString(this.language, digits));
  }
}
