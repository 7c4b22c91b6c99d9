/** Splits, over-fitting, callbacks and the clinic: what lessons show of it. */

/** @import { Theme } from "../theme.js" */
import { clinicFigure } from "../figures/clinic.js";
import { coinFlipsFigure } from "../figures/coin_flips.js";
import { earlyStoppingFigure } from "../figures/early_stopping.js";
import { overfittingFigure } from "../figures/overfitting.js";
import { aucPercent } from "../puzzles/auc_percent.js";
import { bestEpoch } from "../puzzles/best_epoch.js";
import { countAccuracy } from "../puzzles/count_accuracy.js";
import { deadNeurons } from "../puzzles/dead_neurons.js";
import { dropoutScale } from "../puzzles/dropout_scale.js";
import { honestChoice } from "../puzzles/honest_choice.js";
import { meanLoss } from "../puzzles/mean_loss.js";
import { restoredEpoch } from "../puzzles/restored_epoch.js";
import { sickCurve } from "../puzzles/sick_curve.js";
import { splitSizes } from "../puzzles/split_sizes.js";
import { stopEpoch } from "../puzzles/stop_epoch.js";
import { stuckAccuracy } from "../puzzles/stuck_accuracy.js";
import { JUDGING_ENGLISH } from "../texts/judging_en.js";
import { JUDGING_JAPANESE } from "../texts/judging_ja.js";

/** @type {Theme} */
export const JUDGING = {
  figures: [earlyStoppingFigure, coinFlipsFigure, overfittingFigure, clinicFigure],
  puzzles: [
    stopEpoch,
    restoredEpoch,
    aucPercent,
    countAccuracy,
    splitSizes,
    honestChoice,
    bestEpoch,
    meanLoss,
    dropoutScale,
    deadNeurons,
    sickCurve,
    stuckAccuracy,
  ],
  texts: { en: JUDGING_ENGLISH, ja: JUDGING_JAPANESE },
};
