/** How many rows of the picture does a neuron behind several layers see? */

/** @import { Puzzle } from "../task.js" */
import { convolutionJson } from "../../net/layer_json.js";
import { stepsOf } from "../layers.js";
import { whole, wholes } from "../task.js";

/** Rows of a picture in which the widest of these nets still fits. */
const SIZE = 99;

/** @type {Puzzle} */
export const rowsSeen = {
  name: "rows-seen",
  title: "puzzle.rowsSeen",
  make(random) {
    const numLayers = whole(random, 2, 3);
    const windows = wholes(random, numLayers, 2, 5);
    const strides = wholes(random, numLayers, 1, 2);
    const layers = windows.map((window, index) =>
      convolutionJson(`layer${index}`, 1, window, { strides: [strides[index], strides[index]] })
    );
    const { receptiveField } = stepsOf([SIZE, SIZE, 1], layers)[numLayers - 1];
    const sum = windows.reduce((total, window) => total + window, 0);
    return {
      question: "puzzle.rowsSeen.question",
      values: {},
      tables: [
        { title: "puzzle.windowRows", rows: [windows] },
        { title: "puzzle.strides", rows: [strides] },
      ],
      answer: receptiveField.size[0],
      slips: [
        { answer: sum - numLayers + 1, hint: "hint.stridesReach" },
        { answer: windows[numLayers - 1], hint: "hint.onlyLastWindow" },
        { answer: sum, hint: "hint.windowsOverlap" },
        { answer: windows.reduce((all, window) => all * window, 1), hint: "hint.windowsOverlap" },
      ],
      hint: "hint.rowsSeen",
    };
  },
};
