/** The layer that gives every class its score. */

/** @import { Step } from "../net/architecture.js" */
/** @import { DrawState } from "./draw_state.js" */
import { outputIndex } from "../net/executor.js";
import { KIND_FACTS } from "../net/kind_facts.js";

/**
 * Returns the layer whose weighted sums are the scores of the classes, or null where they come
 * from another kind of layer.
 *
 * @param {Readonly<DrawState>} state
 * @returns {{index: number, step: Step} | null}
 */
export function scoringLayer({ model: { architecture } }) {
  const factsOf = (/** @type {number} */ at) => KIND_FACTS[architecture.layers[at]?.kind];
  let index = outputIndex(architecture);
  // An activation that is a layer of its own, without anything in between.
  while (factsOf(index)?.keeps_values && !factsOf(index).passes_on) {
    index = architecture.steps[index].inputs[0];
  }
  const facts = factsOf(index);
  const isScoring = facts?.is_weighted_sum && facts.sees_everything;
  return isScoring ? { index, step: architecture.steps[index] } : null;
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
