/** Neurons, small nets and tensors: what lessons show of it. */

/** @import { Theme } from "../theme.js" */
import { circleCrossFigure } from "../figures/circle_cross.js";
import { neuronFigure } from "../figures/neuron.js";
import { tensorFigure } from "../figures/tensor.js";
import { broadcastCell } from "../puzzles/broadcast_cell.js";
import { hiddenSum } from "../puzzles/hidden_sum.js";
import { netParameters } from "../puzzles/net_parameters.js";
import { rampOutput } from "../puzzles/ramp_output.js";
import { reshapeAxis } from "../puzzles/reshape_axis.js";
import { silentThreshold } from "../puzzles/silent_threshold.js";
import { tensorIndex } from "../puzzles/tensor_index.js";
import { twoLayers } from "../puzzles/two_layers.js";
import { weightedSum } from "../puzzles/weighted_sum.js";
import { NEURONS_ENGLISH } from "../texts/neurons_en.js";
import { NEURONS_JAPANESE } from "../texts/neurons_ja.js";

/** @type {Theme} */
export const NEURONS = {
  figures: [neuronFigure, tensorFigure, circleCrossFigure],
  puzzles: [
    weightedSum,
    silentThreshold,
    rampOutput,
    tensorIndex,
    reshapeAxis,
    broadcastCell,
    hiddenSum,
    netParameters,
    twoLayers,
  ],
  texts: { en: NEURONS_ENGLISH, ja: NEURONS_JAPANESE },
};
