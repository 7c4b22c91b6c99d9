/** Layers that change pictures at random while training: the page leaves them to Python. */

/** @import { LayerAtWork, Place } from "./layer_table.js" */
import { ConvscopeError } from "../core/errors.js";
import { layerTitle } from "../net/layer_kinds.js";

/**
 * Says that the page does not train nets with such a layer.
 *
 * @param {Place} place
 * @returns {LayerAtWork}
 * @throws {ConvscopeError} always
 */
export function randomImages({ step }) {
  throw new ConvscopeError(
    `${layerTitle(step.layer)} changes pictures at random while training.`,
    "The page trains nets without such layers.",
    "Train this net with convscope on a computer, or take the layer out.",
  );
}
