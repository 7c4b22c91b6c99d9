/** Whether a drawing is like what the net was trained on, as `engine/familiarity.py` measures it. */

/** @import { Model } from "../net/model.js" */
/** @import { Snapshot } from "../net/service.js" */

/**
 * @typedef {{distance: number, threshold: number, isFamiliar: boolean}} Familiarity
 */

/**
 * Returns how far a drawing lies from the training images, or null where the model cannot tell.
 *
 * @param {Model} _model
 * @param {Snapshot} _snapshot
 * @returns {Familiarity | null}
 */
export function familiarityOf(_model, _snapshot) {
  return null;
}
