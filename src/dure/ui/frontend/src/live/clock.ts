/**
 * The house's clock. Pages say when they were made and the gate's frames when they were told; whichever came quickest is
 * nearest the truth. Time since then is counted by a clock that nobody can set, so a phone's own may be wrong.
 */
class HouseClock {
  private ahead = Number.NEGATIVE_INFINITY;

  /** Takes a time of the house, in milliseconds since 1970, that has just arrived. */
  hear(told_ms: number): void {
    if (Number.isFinite(told_ms)) this.ahead = Math.max(this.ahead, told_ms - performance.now());
  }

  /** Returns what the house's clock shows; the phone's own while the house has said nothing. */
  now(): number {
    return Number.isFinite(this.ahead) ? this.ahead + performance.now() : Date.now();
  }
}

export const houseClock = new HouseClock();
