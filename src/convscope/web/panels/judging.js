/** Between the state and the net: judges what is on the screen, opens the chosen neuron. */

/** @import { Client } from "../net/client.js" */
/** @import { Character, DrawState, DrawStore, Judged, Picture } from "./draw_state.js" */
/** @import { Model } from "../net/model.js" */
/** @import { NetInput } from "./net_input.js" */
import { indexOfLargest } from "../core/arrays.js";
import { errorParts } from "../core/errors.js";
import { bytesToInput } from "../net/preprocess.js";
import { familiarityOf } from "./familiarity.js";
import { inputOfStrokes, inputsOfPicture } from "./net_input.js";

/** Changes of the state after which the net has to judge anew. */
const JUDGED = /** @type {const} */ (["strokes", "picture", "character", "example", "heat"]);

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
      const inputs = currentInputs(state);
      if (inputs.length === 0) {
        newestBlank = number;
        state.set({ judged: null, error: null });
      } else {
        const judged = await judgeInputs(state, client, inputs);
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

/** @param {DrawStore} state @returns {NetInput[]} none for blank paper */
function currentInputs(state) {
  const { model, strokes, picture, example, examples } = state.get();
  if (examples && example >= 0 && example < examples.labels.length) {
    const size = examples.images.length / examples.labels.length;
    const received = examples.images.slice(example * size, (example + 1) * size);
    return [{ received, placed: null }];
  }
  if (picture) return rememberedInputs(picture, model);
  const input = inputOfStrokes(strokes, model);
  return input ? [input] : [];
}

/** @type {{picture: Picture, model: Model, inputs: NetInput[]} | null} of the newest picture */
let remembered = null;

/** @param {Picture} picture @param {Model} model @returns {NetInput[]} found once a picture */
function rememberedInputs(picture, model) {
  if (remembered?.picture !== picture || remembered.model !== model) {
    remembered = { picture, model, inputs: inputsOfPicture(picture, model) };
  }
  return remembered.inputs;
}

/**
 * Judges every character of a picture, the chosen one last, so that its numbers are the ones shown.
 *
 * @param {DrawStore} state
 * @param {Client} client
 * @param {NetInput[]} inputs at least one
 * @returns {Promise<Judged | null>} null where a newer drawing took its place
 */
async function judgeInputs(state, client, inputs) {
  const { model, heat, picture, character } = state.get();
  const chosen = Math.min(picture ? character : 0, inputs.length - 1);
  /** @type {Character[]} */
  const characters = [];
  let snapshot = null;
  const order = [...inputs.keys()].filter((index) => index !== chosen).concat(chosen);
  for (const index of order) {
    const { received, placed } = inputs[index];
    const values = bytesToInput(received, model.architecture.input.value_range);
    snapshot = await client.run(
      values,
      heat && index === chosen ? { heatMapFor: "top" } : {},
    );
    if (!snapshot) return null;
    if (!picture || !placed) continue;
    const best = indexOfLargest(snapshot.probabilities);
    const probability = snapshot.probabilities[best];
    characters[index] = { box: placed.box, best, probability, isSure: placed.isSure };
  }
  if (!snapshot) return null;
  const { probabilities } = snapshot;
  const ranking = Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b] - probabilities[a]);
  const familiarity = familiarityOf(model, snapshot);
  return { ...inputs[chosen], characters, snapshot, ranking, familiarity };
}
