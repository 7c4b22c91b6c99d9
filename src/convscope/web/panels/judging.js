/** Between the state and the net: judges what is on the screen, opens the chosen neuron. */

/** @import { Client } from "../net/client.js" */
/** @import { DrawStore, Judged } from "./draw_state.js" */
/** @import { NetInput } from "./net_input.js" */
import { errorParts } from "../core/errors.js";
import { bytesToInput } from "../net/preprocess.js";
import { familiarityOf } from "./familiarity.js";
import { inputOfPicture, inputOfStrokes } from "./net_input.js";

/** Changes of the state after which the net has to judge anew. */
const JUDGED = /** @type {const} */ (["strokes", "picture", "example", "heat"]);

/**
 * Judges every change of the drawing, and opens the chosen neuron for every judgement.
 *
 * @param {DrawStore} state
 * @param {Client} client whose current model is the state's
 * @returns {() => void} ends it
 */
export function connectNet(state, client) {
  let newest = 0;
  let newestBlank = 0;

  async function judge() {
    const number = ++newest;
    state.set({ isJudging: true });
    try {
      const input = currentInput(state);
      if (input === null) {
        newestBlank = number;
        state.set({ judged: null, error: null });
      } else {
        const judged = await judgeInput(state, client, input);
        // While drawing goes on every answer is shown; an emptied pad stays empty.
        if (judged && number > newestBlank) state.set({ judged, error: null });
      }
    } catch (thrown) {
      state.set({ error: errorParts(thrown) });
    }
    if (number === newest) state.set({ isJudging: false });
  }

  /** Opens the chosen neuron; an answer for another neuron, or an older drawing, is dropped. */
  async function explain() {
    const { layer, neuron, judged } = state.get();
    if (!layer || neuron.length === 0 || !judged) {
      state.set({ explanation: null });
      return;
    }
    try {
      const explanation = await client.explain(layer, neuron);
      const now = state.get();
      if (now.judged && now.layer === layer && now.neuron === neuron) state.set({ explanation });
    } catch (thrown) {
      state.set({ layer: "", neuron: [], explanation: null, error: errorParts(thrown) });
    }
  }

  const stop = state.subscribe((_, changed) => {
    if (JUDGED.some((key) => changed.has(key))) judge();
    if (changed.has("judged") || changed.has("layer") || changed.has("neuron")) explain();
  });
  judge();
  return stop;
}

/** @param {DrawStore} state @returns {NetInput | null} null for blank paper */
function currentInput(state) {
  const { model, strokes, picture, example, examples } = state.get();
  if (examples && example >= 0 && example < examples.labels.length) {
    const size = examples.images.length / examples.labels.length;
    const received = examples.images.slice(example * size, (example + 1) * size);
    return { received, placed: null };
  }
  return picture ? inputOfPicture(picture, model) : inputOfStrokes(strokes, model);
}

/**
 * @param {DrawStore} state
 * @param {Client} client
 * @param {NetInput} input
 * @returns {Promise<Judged | null>} null where a newer drawing took its place
 */
async function judgeInput(state, client, { received, placed }) {
  const { model, heat } = state.get();
  const values = bytesToInput(received, model.architecture.input.value_range);
  const snapshot = await client.run(values, heat ? { heatMapFor: "top" } : {});
  if (!snapshot) return null;
  const { probabilities } = snapshot;
  const ranking = Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b] - probabilities[a]);
  return { received, placed, snapshot, ranking, familiarity: familiarityOf(model, snapshot) };
}
