/** Colour, photographs and looking inside a net: what lessons show of it. */

/** @import { Theme } from "../theme.js" */
import { lookingInsideFigure } from "../figures/looking_inside.js";
import { photoSeriesFigure } from "../figures/photo_series.js";
import { recipeCurvesFigure } from "../figures/recipe_curves.js";
import { classOutput } from "../puzzles/class_output.js";
import { colourParameters } from "../puzzles/colour_parameters.js";
import { evidenceShare } from "../puzzles/evidence_share.js";
import { evidenceWindow } from "../puzzles/evidence_window.js";
import { honestAccuracy } from "../puzzles/honest_accuracy.js";
import { labelCeiling } from "../puzzles/label_ceiling.js";
import { largestGap } from "../puzzles/largest_gap.js";
import { mirrorColumn } from "../puzzles/mirror_column.js";
import { shortcutCount } from "../puzzles/shortcut_count.js";
import { PHOTOGRAPHS_ENGLISH } from "../texts/photographs_en.js";
import { PHOTOGRAPHS_JAPANESE } from "../texts/photographs_ja.js";

/** @type {Theme} */
export const PHOTOGRAPHS = {
  figures: [recipeCurvesFigure, photoSeriesFigure, lookingInsideFigure],
  puzzles: [
    colourParameters,
    largestGap,
    mirrorColumn,
    classOutput,
    honestAccuracy,
    labelCeiling,
    evidenceWindow,
    evidenceShare,
    shortcutCount,
  ],
  texts: { en: PHOTOGRAPHS_ENGLISH, ja: PHOTOGRAPHS_JAPANESE },
};
