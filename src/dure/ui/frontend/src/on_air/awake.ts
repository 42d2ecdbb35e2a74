/** Keeps the screen on, and asks before the page is left, while something is on air. */
export class Awake {
  private lock: WakeLockSentinel | null = null;
  private isOn = false;

  begin(): void {
    if (this.isOn) return;
    this.isOn = true;
    addEventListener("beforeunload", this.asked);
    document.addEventListener("visibilitychange", this.hold);
    void this.hold();
  }

  end(): void {
    this.isOn = false;
    removeEventListener("beforeunload", this.asked);
    document.removeEventListener("visibilitychange", this.hold);
    void this.lock?.release();
    this.lock = null;
  }

  /** The browser lets go of the screen whenever the page is not seen. */
  private readonly hold = async (): Promise<void> => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    this.lock = await navigator.wakeLock.request("screen").catch(() => null);
  };

  private readonly asked = (event: BeforeUnloadEvent): void => event.preventDefault();
}
