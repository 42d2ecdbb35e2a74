import { LOW_TRACK, RECORDED, type Frame, nowUs } from "./wire";

const KINDS = [
  "video/mp4;codecs=avc1.42E01F,opus",
  "video/mp4;codecs=avc1.42E01F,mp4a.40.2",
  "video/mp4",
  "video/webm;codecs=h264,opus",
  "video/x-matroska;codecs=avc1,opus",
];
const SLICE_MS = 250;
const VIDEO_BITS = 1_200_000;
const SOUND_BITS = 48_000;

/** The kind of film this browser records that the studio can read; empty when there is none. */
export function recordedKind(): string {
  if (!("MediaRecorder" in window)) return "";
  return KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
}

/** Records camera and microphone into one film; it begins anew with each connection. */
export class Recorder {
  private recorder: MediaRecorder | null = null;

  constructor(
    private readonly stream: MediaStream,
    private readonly send: (frame: Frame) => void,
  ) {}

  begin(): void {
    this.close();
    const options = { mimeType: recordedKind(), videoBitsPerSecond: VIDEO_BITS, audioBitsPerSecond: SOUND_BITS };
    const keyed = { ...options, videoKeyFrameIntervalDuration: 1_000 };
    const recorder = new MediaRecorder(this.stream, keyed);
    const begunUs = nowUs();
    let isFirst = true;
    let turn = Promise.resolve();
    recorder.ondataavailable = (event) => {
      const isKey = isFirst;
      isFirst = false;
      turn = turn.then(async () => {
        const data = new Uint8Array(await event.data.arrayBuffer());
        if (data.byteLength && this.recorder === recorder) this.give(data, isKey, begunUs);
      });
    };
    this.recorder = recorder;
    recorder.start(SLICE_MS);
  }

  close(): void {
    const recorder = this.recorder;
    this.recorder = null;
    if (recorder && recorder.state !== "inactive") recorder.stop();
  }

  private give(data: Uint8Array<ArrayBuffer>, isKey: boolean, atUs: number): void {
    this.send({
      kind: RECORDED,
      tracks: LOW_TRACK,
      isKey,
      atUs,
      durationUs: 0,
      size: data.byteLength,
      copyTo: (into) => into.set(data),
    });
  }
}
