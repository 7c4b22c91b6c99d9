/** A small net trained in the page on what was collected, which judges what is drawn next. */

import { bytesFromBase64 } from "../core/base64.js";
import { createLearningClient } from "../learning/client.js";
import { examplesFromImages } from "../learning/examples.js";
import { SIDE, smallNet } from "../learning/small_nets.js";
import { readArchitecture } from "../net/architecture.js";
import { createClient } from "../net/client.js";
import { bytesToInput } from "../net/preprocess.js";

const EPOCHS = 20;

/** Each image is learned at these places, in pixels: where a thing lies tells nothing. */
const SHIFTS = [[0, 0], [-3, 0], [3, 0], [0, -3], [0, 3], [-2, -2], [2, 2], [-2, 2], [2, -2]];

/**
 * @typedef {object} PageNet
 * @property {string[]} classes
 * @property {number} count images that it learned from
 * @property {number} right how many of them it judges right
 * @property {(ink: Uint8Array, side: number) => Promise<{name: string, share: number} | null>} judge
 *   null where a newer call took its place
 * @property {() => void} close
 */

/**
 * Trains a net.
 *
 * @param {{classes: string[], labels: number[], images: string}} collected images (number, SIDE,
 *   SIDE) as base64, dark on bright paper
 * @returns {Promise<PageNet>}
 */
export async function trainInPage({ classes, labels, images }) {
  const bytes = bytesFromBase64(images);
  const area = SIDE * SIDE;
  // Bright where there is ink: paper is then 0, which trains faster.
  const pictures = labels.map((_, i) =>
    bytes.slice(i * area, (i + 1) * area).map((value) => 255 - value)
  );
  const json = smallNet("two", classes.length, 0);
  const architecture = readArchitecture(json);
  const shifted = pictures.flatMap((picture) => SHIFTS.map((shift) => moved(picture, shift)));
  /** @type {(news: import("../learning/service.js").LearningNews) => void} */
  let hear = () => {};
  const learning = createLearningClient((news) => hear(news));
  const net = createClient();
  try {
    await learning.begin({
      architecture: json,
      examples: examplesFromImages(
        shifted,
        labels.flatMap((each) => SHIFTS.map(() => each)),
        architecture,
      ),
      optimizer: { name: "adam", learning_rate: 0.003 },
      batch_size: 16,
    });
    await new Promise((resolve, reject) => {
      hear = ({ isRunning, error }) => error ? reject(error) : !isRunning && resolve(null);
      learning.run(EPOCHS).catch(reject);
    });
    const own = examplesFromImages(pictures, labels, architecture);
    const { accuracy } = await learning.evaluate(own);
    await net.load(await learning.exportModel({ classNames: classes }));
    return {
      classes,
      count: labels.length,
      right: Math.round(accuracy * labels.length),
      async judge(ink, side) {
        const input = bytesToInput(smaller(ink, side), architecture.input.value_range);
        const snapshot = await net.run(input);
        if (!snapshot) return null;
        const { probabilities } = snapshot;
        const best = probabilities.indexOf(Math.max(...probabilities));
        return { name: classes[best], share: probabilities[best] };
      },
      close: () => net.close(),
    };
  } catch (thrown) {
    net.close();
    throw thrown;
  } finally {
    learning.close();
  }
}

/** @param {Uint8Array} picture @param {readonly number[]} shift @returns {Uint8Array} */
function moved(picture, [right, down]) {
  const result = new Uint8Array(picture.length);
  for (let row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++) {
    for (let column = Math.max(0, right); column < Math.min(SIDE, SIDE + right); column++) {
      result[row * SIDE + column] = picture[(row - down) * SIDE + column - right];
    }
  }
  return result;
}

/**
 * Returns means over squares, as the server makes a drawing small.
 *
 * @param {Uint8Array} ink (side, side), a multiple of the net's
 * @param {number} side
 * @returns {Uint8Array} (SIDE, SIDE)
 */
export function smaller(ink, side) {
  const step = side / SIDE;
  const result = new Uint8Array(SIDE * SIDE);
  for (let at = 0; at < result.length; at++) {
    const [row, column] = [Math.floor(at / SIDE) * step, (at % SIDE) * step];
    let sum = 0;
    for (let i = 0; i < step * step; i++) {
      sum += ink[(row + Math.floor(i / step)) * side + column + i % step];
    }
    result[at] = Math.round(sum / (step * step));
  }
  return result;
}
