/** Between the state and the net: judges what is on the screen, opens the chosen neuron. */

/** @import { NetClient } from "../net/client.js" */
/** @import { Aim } from "../net/gradient_inspector.js" */
/** @import { Model } from "../net/model.js" */
/** @import { AimedGradient, Character, DrawState, DrawStore, Judged, Picture } from "./draw_state.js" */
/** @import { NetInput } from "./net_input.js" */
import { indexOfLargest } from "../core/arrays.js";
import { isSteady, movedByAPixel } from "../core/drawing/steadiness.js";
import { errorParts } from "../core/errors.js";
import { bytesToInput } from "../net/preprocess.js";
import { shownExample } from "./draw_state.js";
import { familiarityOf } from "./familiarity.js";
import { inputOfStrokes, inputsOfPicture } from "./net_input.js";

/** Changes of the state after which the net has to judge anew. */
const JUDGED = /** @type {const} */ (["strokes", "picture", "character", "example", "heat"]);

/** Changes of the state after which the opened neuron has other numbers. */
const EXPLAINED = /** @type {const} */ (["judged", "layer", "neuron", "pass", "aim"]);

/**
 * Judges every change of the drawing, and opens the chosen neuron for every judgement.
 *
 * @param {DrawStore} state
 * @param {NetClient} client whose current model is the state's
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

  /**
   * @param {string} layer
   * @param {number[]} neuron
   * @param {string} aim
   * @returns {Promise<AimedGradient>}
   */
  async function explainGradient(layer, neuron, aim) {
    return { ...await client.explainGradient(layer, neuron, aimOf(aim)), aim };
  }

  /** Opens the chosen neuron; an answer for another neuron, or an older drawing, is dropped. */
  async function explain() {
    const { layer, neuron, pass, aim, judged } = state.get();
    if (!layer || neuron.length === 0 || !judged) {
      state.set({ explanation: null, gradient: null });
      return;
    }
    try {
      const [explanation, gradient] = await Promise.all([
        client.explain(layer, neuron),
        pass === "backward" ? explainGradient(layer, neuron, aim) : null,
      ]);
      const now = state.get();
      const isSame = now.layer === layer && now.neuron === neuron && now.pass === pass &&
        now.aim === aim;
      if (now.judged && isSame) state.set({ explanation, gradient });
    } catch (thrown) {
      state.set({
        layer: "",
        neuron: [],
        pass: "forward",
        aim: "",
        explanation: null,
        gradient: null,
        error: errorParts(thrown),
      });
    }
  }

  const stop = state.subscribe((_, changed) => {
    if (JUDGED.some((key) => changed.has(key))) judge();
    if (EXPLAINED.some((key) => changed.has(key))) explain();
  });
  judge();
  return stop;
}

/**
 * Returns whose gradient is asked for.
 *
 * @param {string} aim as in the state
 * @returns {Aim}
 */
function aimOf(aim) {
  const [target, index] = aim.split(" ");
  if (target === "loss") return { target, label: Number(index) };
  return { target: "logit", ...target === "score" && { classIndex: Number(index) } };
}

/** @param {DrawStore} state @returns {NetInput[]} none for blank paper */
function currentInputs(state) {
  const { model, strokes, picture } = state.get();
  const received = shownExample(state.get());
  if (received) return [{ received, placed: null }];
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
 * @param {NetClient} client
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
    const { value_range, shape } = model.architecture.input;
    const values = bytesToInput(received, value_range);
    const moved = [];
    for (const each of picture && placed ? movedByAPixel(values, shape) : []) {
      const there = await client.run(each, {});
      if (!there) return null;
      moved.push(there.probabilities);
    }
    snapshot = await client.run(
      values,
      heat && index === chosen ? { heatMapFor: "top" } : {},
    );
    if (!snapshot) return null;
    if (!picture || !placed) continue;
    const best = indexOfLargest(snapshot.probabilities);
    characters[index] = {
      box: placed.box,
      best,
      probability: snapshot.probabilities[best],
      isSure: placed.isSure,
      isSteady: isSteady(best, [snapshot.probabilities, ...moved]),
    };
  }
  if (!snapshot) return null;
  const { probabilities } = snapshot;
  const ranking = Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b] - probabilities[a]);
  const familiarity = familiarityOf(model, snapshot);
  return { ...inputs[chosen], characters, snapshot, ranking, familiarity };
}
