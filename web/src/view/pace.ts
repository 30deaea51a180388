// How sharp a moving picture may be: coarser where frames come slowly, full once it rests.

const SLOW = 55; // ms a frame
const QUICK = 24;
const LEAST = 0.5;
const WINDOW = 4; // frames

export class Pace {
  #scale = 1;
  #last = 0;
  #times: number[] = [];

  /** Tell of a frame of a movement; returns the share of the full sharpness to draw it with. */
  moving(now: number): number {
    const passed = now - this.#last;
    this.#last = now;
    if (passed < 400) this.#times.push(passed);
    if (this.#times.length >= WINDOW) {
      const mean = this.#times.reduce((sum, time) => sum + time, 0) / this.#times.length;
      this.#times = [];
      if (mean > SLOW) this.#scale = Math.max(LEAST, this.#scale * 0.75);
      else if (mean < QUICK) this.#scale = Math.min(1, this.#scale * 1.15);
    }
    return this.#scale;
  }
}
