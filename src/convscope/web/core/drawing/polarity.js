/** Whether the ink of a photograph is brighter than its paper, as `drawing/polarity.py` decides. */

/** @import { Planes } from "./paper.js" */
/** @import { Whole } from "./whole_numbers.js" */
import { blockMeans, localMean } from "./whole_numbers.js";

/** Each place is compared with the mean as far around as the side divided by these. */
const DIVISORS = [16, 8, 4];

/** Pixels along the side of a block; the strokes that decide are wider than a pixel. */
const REDUCTION = 3;

/** Of the deviations, so much more lies on one side where there is no doubt. */
const CERTAIN = 0.75;

/**
 * Returns whether ink is brighter than paper, and whether that is beyond doubt: ink is narrow, so
 * it deviates more from the mean around it than paper does.
 *
 * @param {Planes} picture
 * @returns {{isBright: boolean, isCertain: boolean}}
 */
export function polarityOfInk({ height, width, planes }) {
  const reduction = Math.min(height, width) >= 16 * REDUCTION ? REDUCTION : 1;
  const channels = planes.map((plane) => blockMeans({ height, width, values: plane }, reduction));
  const side = Math.max(channels[0].height, channels[0].width);
  const strongest = DIVISORS
    .map((divisor) => skewOf(channels, Math.max(1, Math.floor(side / divisor))))
    .reduce((most, skew) => Math.abs(skew) > Math.abs(most) ? skew : most);
  return { isBright: strongest > 0, isCertain: Math.abs(strongest) >= CERTAIN };
}

/**
 * @param {readonly Whole[]} channels
 * @param {number} reach
 * @returns {number} from −1, where all deviations are towards dark, to 1
 */
function skewOf(channels, reach) {
  let [skew, total] = [0, 0];
  for (const channel of channels) {
    const means = localMean(channel, reach);
    for (let i = 0; i < means.length; i++) {
      const small = Math.trunc((channel.values[i] - means[i]) / 3);
      const power = small * small * small * small * small; // these add up to below 2⁵³
      skew += power;
      total += Math.abs(power);
    }
  }
  return skew / Math.max(total, 1);
}
