/** Tries the line to the studio: sends bytes that it swallows, and sees how fast they arrive. */

const PIECE = new Uint8Array(32 * 1024);
const AHEAD_BYTES = 256 * 1024;
const FOR_MS = 2_000;
const PATIENCE_MS = 8_000;
const TURN_MS = 10;

interface Heard {
  readonly ready?: boolean;
  readonly bytes_max?: number;
  readonly swallowed?: number;
}

/** Returns the kilobits that arrive in a second, or null when the studio is not to be reached. */
export function tryLine(address: string, pass: string): Promise<number | null> {
  return new Promise((done) => {
    const socket = new WebSocket(new URL(address, location.href).href.replace(/^http/, "ws"));
    const patience = setTimeout(() => socket.close(), PATIENCE_MS);
    let [began, heardAt, arrived, sent, most, pouring] = [0, 0, 0, 0, 0, 0];
    const pour = (): void => {
      while (sent + PIECE.length <= most && socket.bufferedAmount < AHEAD_BYTES) {
        socket.send(PIECE);
        sent += PIECE.length;
      }
    };
    socket.onopen = () => socket.send(JSON.stringify({ pass }));
    socket.onmessage = (event: MessageEvent<string>) => {
      const heard = JSON.parse(event.data) as Heard;
      if (heard.ready) {
        [began, most] = [performance.now(), heard.bytes_max ?? 0];
        pouring = setInterval(pour, TURN_MS);
        pour();
      }
      if (!heard.swallowed) return;
      [arrived, heardAt] = [heard.swallowed, performance.now()];
      if (arrived + PIECE.length > most || heardAt - began > FOR_MS) socket.close();
    };
    socket.onclose = () => {
      clearTimeout(patience);
      clearInterval(pouring);
      done(arrived ? Math.round((arrived * 8) / Math.max(1, heardAt - began)) : null);
    };
  });
}
