/** Softmax, gradients and epochs: what lessons show of it. */

/** @import { Theme } from "../theme.js" */
import { backwardsFigure } from "../figures/backwards.js";
import { batchesFigure } from "../figures/batches.js";
import { fiveSeedsFigure } from "../figures/five_seeds.js";
import { softmaxFigure } from "../figures/softmax.js";
import { chainGradient } from "../puzzles/chain_gradient.js";
import { labelProbability } from "../puzzles/label_probability.js";
import { lastBatch } from "../puzzles/last_batch.js";
import { maximumGradient } from "../puzzles/maximum_gradient.js";
import { oneLogit } from "../puzzles/one_logit.js";
import { sameSeed } from "../puzzles/same_seed.js";
import { sharedGradient } from "../puzzles/shared_gradient.js";
import { softmaxShare } from "../puzzles/softmax_share.js";
import { stepsInAll } from "../puzzles/steps_in_all.js";
import { stepsPerEpoch } from "../puzzles/steps_per_epoch.js";
import { LEARNING_ENGLISH } from "../texts/learning_en.js";
import { LEARNING_JAPANESE } from "../texts/learning_ja.js";

/** @type {Theme} */
export const LEARNING = {
  figures: [softmaxFigure, backwardsFigure, fiveSeedsFigure, batchesFigure],
  puzzles: [
    softmaxShare,
    labelProbability,
    oneLogit,
    chainGradient,
    sharedGradient,
    maximumGradient,
    sameSeed,
    stepsPerEpoch,
    lastBatch,
    stepsInAll,
  ],
  texts: { en: LEARNING_ENGLISH, ja: LEARNING_JAPANESE },
};
