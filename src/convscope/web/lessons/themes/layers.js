/** Pooling, flattening and dense layers: what lessons show of it. */

/** @import { Theme } from "../theme.js" */
import { flattenFigure } from "../figures/flatten.js";
import { parameterBarsFigure } from "../figures/parameter_bars.js";
import { poolingFigure } from "../figures/pooling.js";
import { denseBehindMaps } from "../puzzles/dense_behind_maps.js";
import { flatNumbers } from "../puzzles/flat_numbers.js";
import { flatPlace } from "../puzzles/flat_place.js";
import { pooledCell } from "../puzzles/pooled_cell.js";
import { pooledNumbers } from "../puzzles/pooled_numbers.js";
import { pooledShift } from "../puzzles/pooled_shift.js";
import { LAYERS_ENGLISH } from "../texts/layers_en.js";
import { LAYERS_JAPANESE } from "../texts/layers_ja.js";

/** @type {Theme} */
export const LAYERS = {
  figures: [poolingFigure, flattenFigure, parameterBarsFigure],
  puzzles: [pooledCell, pooledNumbers, pooledShift, flatNumbers, flatPlace, denseBehindMaps],
  texts: { en: LAYERS_ENGLISH, ja: LAYERS_JAPANESE },
};
