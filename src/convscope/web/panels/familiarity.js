/** How far a drawing lies from the training images, as `arithmetic/familiarity.py` computes it. */

/** @import { Model } from "../net/model.js" */
/** @import { Snapshot } from "../net/service.js" */
import { indexOfLargest } from "../core/arrays.js";

/**
 * `distance` 1 is what 99 % of the validation images keep to.
 *
 * @typedef {{distance: number, isFamiliar: boolean}} Familiarity
 */

/**
 * Returns how far a drawing lies from the training images, or null where the model cannot tell.
 *
 * @param {Model} model
 * @param {Pick<Snapshot, "logits">} snapshot
 * @returns {Familiarity | null}
 */
export function familiarityOf({ about }, { logits }) {
  const [means, precision, scale] = ["means", "precision", "scale"]
    .map((name) => about[`familiarity.${name}`]?.values);
  if (!means || !precision || !scale) return null;
  const [usual, shortfall, reach] = Array.from(scale, Number);
  const size = logits.length;
  const named = indexOfLargest(logits);
  const away = logits.map((score, index) => score - Number(means[named * size + index]));
  let squared = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      squared += away[row] * Number(precision[row * size + column]) * away[column];
    }
  }
  const distance = Math.max(
    (usual - logits[named]) / shortfall,
    Math.sqrt(Math.max(squared, 0)) / reach,
  );
  return { distance, isFamiliar: distance <= 1 };
}
