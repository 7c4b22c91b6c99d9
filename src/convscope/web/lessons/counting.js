/** How many digits a net judges right, counted in short turns so that the page stays quick. */

/** @import { Executor } from "../net/executor.js" */
/** @import { TestDigit } from "./test_digits.js" */
import { judge } from "./digit_nets.js";
import { testDigits } from "./test_digits.js";

/** How long a turn may take. */
const TURN_MS = 12;

/**
 * Counts how many test digits a net judges right after a change.
 *
 * @param {Executor} net
 * @param {(digit: TestDigit) => Uint8Array} change what the net is given instead
 * @param {(right: number, done: number, all: number) => void} tell called after each turn
 * @returns {() => void} ends it
 */
export function countRight(net, change, tell) {
  let isEnded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  testDigits().then((digits) => {
    let right = 0;
    let done = 0;
    function turn() {
      const until = performance.now() + TURN_MS;
      while (done < digits.length && performance.now() < until) {
        const digit = digits[done++];
        if (judge(net, change(digit)).digit === digit.label) right++;
      }
      tell(right, done, digits.length);
      if (done < digits.length) timer = setTimeout(turn);
    }
    if (!isEnded) timer = setTimeout(turn);
  });
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}
