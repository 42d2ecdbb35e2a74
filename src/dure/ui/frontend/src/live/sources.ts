/** Frames out of a camera and a microphone, by the browser's own stream where it has one. */

interface Processing<Data> {
  readonly readable: ReadableStream<Data>;
}

type Processor = new <Data>(options: { track: MediaStreamTrack }) => Processing<Data>;

function processor(): Processor | undefined {
  return (window as { MediaStreamTrackProcessor?: Processor }).MediaStreamTrackProcessor;
}

/** Whether pictures and sound can be read at all. */
export function canRead(): boolean {
  return processor() !== undefined;
}

/** Gives every frame of a track to `take`, until the signal says so. */
export async function read<Data extends { close(): void }>(
  track: MediaStreamTrack,
  take: (data: Data) => void,
  signal: AbortSignal,
): Promise<void> {
  const Reading = processor();
  if (!Reading) return;
  const reader = new Reading<Data>({ track }).readable.getReader();
  signal.addEventListener("abort", () => void reader.cancel());
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (signal.aborted) value.close();
    else take(value);
  }
}
