/** Drawing as often as the screen shows it, and no later than it can. */

/**
 * Returns `work` that runs at most once per frame of the screen: at once where nothing has been
 * drawn since the last frame, so that a fast answer is still in time for the next one, else with
 * the next frame.
 *
 * @param {() => void} work
 * @returns {{request: () => void, cancel: () => void}}
 */
export function oncePerFrame(work) {
  let frame = 0;
  let isWanted = false;

  function atFrame() {
    frame = 0;
    if (!isWanted) return;
    isWanted = false;
    run();
  }

  function run() {
    frame = requestAnimationFrame(atFrame);
    work();
  }

  return {
    request() {
      if (frame) isWanted = true;
      else run();
    },
    cancel() {
      cancelAnimationFrame(frame);
      frame = 0;
      isWanted = false;
    },
  };
}
