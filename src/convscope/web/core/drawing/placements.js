/** The table of placements, written from Python's by tests/data/make_drawing_golden.py. */
// deno-fmt-ignore-file

import { ConvscopeError } from "../errors.js";

/**
 * How ink is put into an image; the fields are explained in `drawing/placements.py`.
 *
 * @typedef {object} Placement
 * @property {string} name
 * @property {number} canvas
 * @property {readonly [number, number] | null} box
 * @property {number} stretch
 * @property {boolean} upright
 * @property {"mass" | "box"} centre
 * @property {number} stroke_width
 * @property {readonly [number, number]} usual_widths
 * @property {number | null} grid
 * @property {boolean} is_spread
 * @property {string} measured
 */

/** @type {Readonly<Record<string, Placement>>} */
export const PLACEMENTS = {
  "mnist": {
    "name": "mnist",
    "canvas": 28,
    "box": [
      20,
      20
    ],
    "stretch": 1,
    "upright": false,
    "centre": "mass",
    "stroke_width": 2.4,
    "usual_widths": [
      2.2,
      3.7
    ],
    "grid": null,
    "is_spread": false,
    "measured": "MNIST, 60,000 training images: the longer side is 20 pixels in 0.9998; the centre of mass lies evenly in 13.5–14.5, so at pixel 14 to a whole pixel; estimated stroke width 2.46 (median) and 2.57 (mean)."
  },
  "kuzushiji": {
    "name": "kuzushiji",
    "canvas": 28,
    "box": [
      28,
      28
    ],
    "stretch": 1,
    "upright": false,
    "centre": "box",
    "stroke_width": 2.4,
    "usual_widths": [
      2.2,
      3.7
    ],
    "grid": null,
    "is_spread": true,
    "measured": "Kuzushiji-MNIST, its first 7,011 training images: the longer side is 28 pixels in 0.976; the box is centred at 13.5 ± 0.2 while the centre of mass scatters by ± 1.4; estimated stroke width 2.49 (median) and 2.57 (mean)."
  },
  "digits": {
    "name": "digits",
    "canvas": 28,
    "box": [
      28,
      19
    ],
    "stretch": 2.2,
    "upright": true,
    "centre": "box",
    "stroke_width": 4.5,
    "usual_widths": [
      4,
      5
    ],
    "grid": 8,
    "is_spread": false,
    "measured": "scikit-learn's 1,797 digits: ink fills all 8 rows in every image and 6 of 8 columns in 0.77, whatever the digit, so each axis is stretched; slants scatter by 0.12 against 0.24 in MNIST, so they were removed; box, stretch and stroke width are those with which MNIST's test digits are best recognised among them."
  },
  "none": {
    "name": "none",
    "canvas": 28,
    "box": null,
    "stretch": 1,
    "upright": false,
    "centre": "box",
    "stroke_width": 2.5,
    "usual_widths": [
      0,
      28
    ],
    "grid": null,
    "is_spread": false,
    "measured": "Nothing: what is drawn stays where it is, a picture is only scaled."
  }
};

/**
 * Returns the placement that a model file names.
 *
 * @param {string} name
 * @returns {Placement}
 */
export function findPlacement(name) {
  if (!Object.hasOwn(PLACEMENTS, name)) {
    throw new ConvscopeError(
      `Unknown placement "${name}".`,
      `Known: ${Object.keys(PLACEMENTS).join(", ")}.`,
      "Use one of these.",
    );
  }
  return PLACEMENTS[name];
}
