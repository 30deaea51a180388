// How sharp a moving picture may be: coarser where frames come slowly, full once it rests.

const SLOW = 55; // ms a frame
const QUICK = 24;
const LEAST = 0.5;
const MOST = 400; // ms: what one late frame may weigh
const REST = 2000; // ms: longer ago it was another movement
const WINDOW = 3; // frames

export class Pace {
  #scale = 1;
  #last = 0;
  #times: number[] = [];

  /** Tell of a frame of a movement; returns the share of the full sharpness to draw it with. */
  moving(now: number): number {
    const passed = now - this.#last;
    this.#last = now;
    if (passed < REST) this.#times.push(Math.min(passed, MOST));
    if (this.#times.length >= WINDOW) {
      const mean = this.#times.reduce((sum, time) => sum + time, 0) / this.#times.length;
      this.#times = [];
      if (mean > SLOW) this.#scale = Math.max(LEAST, this.#scale * (mean > 2 * SLOW ? 0.6 : 0.8));
      else if (mean < QUICK) this.#scale = Math.min(1, this.#scale * 1.15);
    }
    return this.#scale;
  }
}
