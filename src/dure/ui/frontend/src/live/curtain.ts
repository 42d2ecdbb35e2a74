import type { Curtain } from "./encoders";

const CLOTH = "#1d4a2f";

/** Returns a curtain of a picture (or of plain cloth), drawn once for each size. */
export function curtainOf(picture: HTMLImageElement | null): Curtain {
  let drawn: HTMLCanvasElement | null = null;
  return (width, height) => {
    if (drawn?.width === width && drawn.height === height) return drawn;
    drawn = Object.assign(document.createElement("canvas"), { width, height });
    const brush = drawn.getContext("2d");
    if (!brush) return drawn;
    brush.fillStyle = CLOTH;
    brush.fillRect(0, 0, width, height);
    if (picture?.naturalWidth) hang(brush, picture, width, height);
    return drawn;
  };
}

function hang(brush: CanvasRenderingContext2D, picture: HTMLImageElement, width: number, height: number): void {
  const scale = Math.max(width / picture.naturalWidth, height / picture.naturalHeight);
  const [wide, tall] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
  brush.drawImage(picture, (width - wide) / 2, (height - tall) / 2, wide, tall);
}
