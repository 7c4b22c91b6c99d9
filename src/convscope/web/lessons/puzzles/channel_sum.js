/** Which number does a filter write down that looks at three channels? */

/** @import { TextKey } from "../texts.js" */
/** @import { Puzzle } from "../task.js" */
import { convolutionJson } from "../../net/layer_json.js";
import { runLayer } from "../layers.js";
import { whole, wholes } from "../task.js";

const WINDOW = 2;
const CHANNELS = ["red", "green", "blue"];

/** @type {Puzzle} */
export const channelSum = {
  name: "channel-sum",
  title: "puzzle.channelSum",
  make(random) {
    const pictures = CHANNELS.map(() => wholes(random, WINDOW ** 2, 0, 3));
    const slices = CHANNELS.map(() => wholes(random, WINDOW ** 2, -1, 2));
    const bias = whole(random, 1, 4) * (whole(random, 0, 1) ? 1 : -1);
    const answer = numberOf(pictures, slices, bias);
    const withoutBias = answer - bias;
    const title = (
      /** @type {string} */ what,
      /** @type {number} */ channel,
    ) => /** @type {TextKey} */ (`puzzle.${what}.${CHANNELS[channel]}`);
    return {
      question: "puzzle.channelSum.question",
      values: { bias },
      tables: [
        ...pictures.map((each, i) => ({ title: title("channel", i), rows: rowsOf(each) })),
        ...slices.map((each, i) => ({ title: title("slice", i), rows: rowsOf(each) })),
      ],
      answer,
      slips: [
        { answer: withoutBias, hint: "hint.biasLeftOut" },
        { answer: withoutBias + 3 * bias, hint: "hint.biasThrice" },
        { answer: numberOf(pictures, pictures.map(() => slices[0]), bias), hint: "hint.sliceEach" },
        { answer: numberOf(pictures.slice(0, 1), slices.slice(0, 1), bias), hint: "hint.redOnly" },
        { answer: withoutBias / 3 + bias, hint: "hint.addNotAverage" },
        { answer: answer / 3, hint: "hint.addNotAverage" },
      ],
      hint: "hint.channelSum",
    };
  },
};

/**
 * @param {readonly number[][]} pictures of each channel, row by row
 * @param {readonly number[][]} slices
 * @param {number} bias
 * @returns {number}
 */
function numberOf(pictures, slices, bias) {
  const interleaved = (/** @type {readonly number[][]} */ parts) =>
    parts[0].flatMap((_, at) => parts.map((part) => part[at]));
  const layer = convolutionJson("filter", 1, WINDOW);
  const weights = { kernel: interleaved(slices), bias: [bias] };
  const shape = [WINDOW, WINDOW, pictures.length];
  return runLayer(shape, layer, interleaved(pictures), weights).values[0];
}

/** @param {readonly number[]} values @returns {number[][]} */
function rowsOf(values) {
  return [values.slice(0, WINDOW), values.slice(WINDOW)];
}
