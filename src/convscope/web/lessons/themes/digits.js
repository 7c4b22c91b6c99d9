/** Nets for digits and characters: what lessons show of it. */

/** @import { Theme } from "../theme.js" */
import { hiraganaFigure } from "../figures/hiragana.js";
import { ownDigitFigure } from "../figures/own_digit.js";
import { shiftTurnScaleFigure } from "../figures/shift_turn_scale.js";
import { wholeNetFigure } from "../figures/whole_net.js";
import { argmaxRight } from "../puzzles/argmax_right.js";
import { augmentedCount } from "../puzzles/augmented_count.js";
import { classRecall } from "../puzzles/class_recall.js";
import { confusedWith } from "../puzzles/confused_with.js";
import { confusionAccuracy } from "../puzzles/confusion_accuracy.js";
import { flatLength } from "../puzzles/flat_length.js";
import { invertedSum } from "../puzzles/inverted_sum.js";
import { massColumn } from "../puzzles/mass_column.js";
import { placedSide } from "../puzzles/placed_side.js";
import { pooledChanges } from "../puzzles/pooled_changes.js";
import { pooledPlace } from "../puzzles/pooled_place.js";
import { sureOfStrangers } from "../puzzles/sure_of_strangers.js";
import { wholeParameters } from "../puzzles/whole_parameters.js";
import { DIGITS_ENGLISH } from "../texts/digits_en.js";
import { DIGITS_JAPANESE } from "../texts/digits_ja.js";

/** @type {Theme} */
export const DIGITS = {
  figures: [shiftTurnScaleFigure, wholeNetFigure, ownDigitFigure, hiraganaFigure],
  puzzles: [
    pooledPlace,
    pooledChanges,
    augmentedCount,
    flatLength,
    wholeParameters,
    argmaxRight,
    invertedSum,
    placedSide,
    massColumn,
    classRecall,
    confusionAccuracy,
    confusedWith,
    sureOfStrangers,
  ],
  texts: { en: DIGITS_ENGLISH, ja: DIGITS_JAPANESE },
};
