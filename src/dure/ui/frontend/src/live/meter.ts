/** Shows how loud a microphone is: `heard` is called with 0 to 1 some times a second, until `stop`. */
export class Meter {
  private readonly sound = new AudioContext();
  private readonly timer: number;

  constructor(stream: MediaStream, heard: (loudness: number) => void) {
    const analyser = this.sound.createAnalyser();
    analyser.fftSize = 512;
    this.sound.createMediaStreamSource(stream).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(wave);
      const power = wave.reduce((sum, each) => sum + each * each, 0) / wave.length;
      heard(Math.min(1, Math.sqrt(power) * LOUDER));
    }, EVERY_MS);
    this.sound.resume().catch(() => undefined);
  }

  stop(): void {
    clearInterval(this.timer);
    void this.sound.close();
  }
}

const LOUDER = 5;
const EVERY_MS = 100;
