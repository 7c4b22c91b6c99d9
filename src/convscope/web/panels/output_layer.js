/** The layer that gives every class its score. */

/** @import { Step } from "../net/architecture.js" */
/** @import { DrawState } from "./draw_state.js" */
import { outputIndex } from "../net/executor.js";

/**
 * Returns the layer whose weighted sums are the scores of the classes, or null where they come
 * from another kind of layer.
 *
 * @param {Readonly<DrawState>} state
 * @returns {{index: number, step: Step} | null}
 */
export function scoringLayer({ model: { architecture } }) {
  let index = outputIndex(architecture);
  // An activation that is a layer of its own, without anything in between.
  while (architecture.layers[index]?.kind === "Activation") {
    index = architecture.steps[index].inputs[0];
  }
  const step = architecture.steps[index];
  return step?.layer.kind === "Dense" ? { index, step } : null;
}

/**
 * Returns the classes whose scores are compared: the verdict, and the one that was chosen or else
 * came second.
 *
 * @param {Readonly<DrawState>} state with something judged
 * @returns {{verdict: number, rival: number}}
 */
export function comparedClasses({ judged, rival }) {
  const [verdict = 0, second = 0] = judged?.ranking ?? [];
  const isClass = Boolean(judged?.ranking.includes(rival));
  return { verdict, rival: isClass && rival !== verdict ? rival : second };
}
