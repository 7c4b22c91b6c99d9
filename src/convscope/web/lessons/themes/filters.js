/** Convolution and filters: what lessons show of it. */

/** @import { Theme } from "../theme.js" */
import { channelsFigure } from "../figures/channels.js";
import { learningFilterFigure } from "../figures/learning_filter.js";
import { matchedFilterFigure } from "../figures/matched_filter.js";
import { receptiveFieldFigure } from "../figures/receptive_field.js";
import { slidingFigure } from "../figures/sliding.js";
import { stridesFigure } from "../figures/strides.js";
import { channelSum } from "../puzzles/channel_sum.js";
import { faultyLine } from "../puzzles/faulty_line.js";
import { insideSum } from "../puzzles/inside_sum.js";
import { kernelParameters } from "../puzzles/kernel_parameters.js";
import { largestSum } from "../puzzles/largest_sum.js";
import { mapCell } from "../puzzles/map_cell.js";
import { mapSize } from "../puzzles/map_size.js";
import { numbersOut } from "../puzzles/numbers_out.js";
import { paddedMiddle } from "../puzzles/padded_middle.js";
import { parameters } from "../puzzles/parameters.js";
import { rowsSeen } from "../puzzles/rows_seen.js";
import { sameRows } from "../puzzles/same_rows.js";
import { strideRows } from "../puzzles/stride_rows.js";
import { weightAfterSteps } from "../puzzles/weight_after_steps.js";
import { FILTERS_ENGLISH } from "../texts/filters_en.js";
import { FILTERS_JAPANESE } from "../texts/filters_ja.js";

/** @type {Theme} */
export const FILTERS = {
  figures: [
    slidingFigure,
    channelsFigure,
    learningFilterFigure,
    matchedFilterFigure,
    stridesFigure,
    receptiveFieldFigure,
  ],
  puzzles: [
    mapSize,
    mapCell,
    parameters,
    numbersOut,
    channelSum,
    kernelParameters,
    largestSum,
    insideSum,
    faultyLine,
    weightAfterSteps,
    strideRows,
    sameRows,
    paddedMiddle,
    rowsSeen,
  ],
  texts: { en: FILTERS_ENGLISH, ja: FILTERS_JAPANESE },
};
