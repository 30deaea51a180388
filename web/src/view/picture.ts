// A picture of the stage as a PNG file, with its background and what is worn written on it.

export interface Backing {
  readonly high: string;
  readonly low: string;
  readonly ink: string;
}

/** Draw the canvas on its background; one caption for each half. */
export function pictureOf(canvas: HTMLCanvasElement, backing: Backing, captions: readonly string[]): Promise<Blob> {
  const { width, height } = canvas;
  const paper = document.createElement("canvas");
  Object.assign(paper, { width, height });
  const pen = paper.getContext("2d")!;
  const glow = pen.createRadialGradient(width / 2, height * 0.3, 0, width / 2, height * 0.3, Math.hypot(width, height) * 0.62);
  glow.addColorStop(0, backing.high);
  glow.addColorStop(1, backing.low);
  pen.fillStyle = glow;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(canvas, 0, 0);
  const size = Math.max(14, Math.round(height / 38));
  pen.font = `500 ${size}px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif`;
  pen.fillStyle = backing.ink;
  pen.textAlign = "center";
  captions.forEach((caption, half) => {
    const wide = width / captions.length;
    pen.fillText(caption, wide * (half + 0.5), height - size, wide * 0.94);
  });
  return new Promise((resolve, reject) => {
    paper.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/** Hand a file to the browser's downloads. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
