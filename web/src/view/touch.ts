// Fingers and wheel are shared with the page: one finger up or down scrolls it, two are the stage's.

/** Let the page scroll over the canvas; `alone` says whether the stage has the screen for itself. */
export function shareTouch(canvas: HTMLCanvasElement, alone: () => boolean): void {
  canvas.style.touchAction = "pan-y";
  const hold = (event: TouchEvent) => {
    if (event.touches.length > 1 || alone()) event.preventDefault();
  };
  canvas.addEventListener("touchstart", hold, { passive: false });
  canvas.addEventListener("touchmove", hold, { passive: false });
}

/** Let the wheel scroll a page that is longer than the window, unless the canvas is being used. */
export function shareWheel(canvas: HTMLCanvasElement): void {
  canvas.addEventListener(
    "wheel",
    (event) => {
      const { scrollHeight, clientHeight } = document.documentElement;
      const free = scrollHeight <= clientHeight + 1 || document.fullscreenElement !== null;
      const used = document.activeElement === canvas || event.ctrlKey;
      if (!free && !used) event.stopImmediatePropagation();
    },
    { capture: true, passive: true },
  );
}
