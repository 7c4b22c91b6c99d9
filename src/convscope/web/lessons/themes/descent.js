/** Lines and going downhill: what lessons show of it. */

/** @import { Theme } from "../theme.js" */
import { descentCurveFigure } from "../figures/descent_curve.js";
import { descentSurfaceFigure } from "../figures/descent_surface.js";
import { lineFitFigure } from "../figures/line_fit.js";
import { tryingFigure } from "../figures/trying.js";
import { bestHeight } from "../puzzles/best_height.js";
import { betterGuess } from "../puzzles/better_guess.js";
import { descentStep } from "../puzzles/descent_step.js";
import { guessError } from "../puzzles/guess_error.js";
import { lineError } from "../puzzles/line_error.js";
import { rearranged } from "../puzzles/rearranged.js";
import { slopeGradient } from "../puzzles/slope_gradient.js";
import { squaredErrors } from "../puzzles/squared_errors.js";
import { twoSteps } from "../puzzles/two_steps.js";
import { DESCENT_ENGLISH } from "../texts/descent_en.js";
import { DESCENT_JAPANESE } from "../texts/descent_ja.js";

/** @type {Theme} */
export const DESCENT = {
  figures: [lineFitFigure, tryingFigure, descentCurveFigure, descentSurfaceFigure],
  puzzles: [
    lineError,
    squaredErrors,
    bestHeight,
    guessError,
    rearranged,
    betterGuess,
    descentStep,
    twoSteps,
    slopeGradient,
  ],
  texts: { en: DESCENT_ENGLISH, ja: DESCENT_JAPANESE },
};
