/** The line that tells which net this is. */

/** @import { DrawState } from "./draw_state.js" */
import { percentText, textsOf } from "./reader.js";

/**
 * Returns a model's name, size and accuracy as one line.
 *
 * @param {Readonly<DrawState>} state
 * @returns {string}
 */
export function modelFacts(state) {
  const t = textsOf(state);
  const { architecture: { steps }, trainedOn } = state.model;
  const facts = [t("page.about", {
    name: state.name,
    layers: steps.length,
    parameters: steps.reduce((sum, step) => sum + step.numParameters, 0),
  })];
  const accuracy = trainedOn.test_accuracy;
  if (typeof accuracy === "number") {
    facts.push(t("page.accuracy", { percent: percentText(accuracy) }));
  }
  return facts.join(" · ");
}
