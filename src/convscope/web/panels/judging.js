/** Between the state and the net: judges what is on the screen, opens the chosen neuron. */

/** @import { Client } from "../net/client.js" */
/** @import { Aim } from "../net/gradient_inspector.js" */
/** @import { AimedGradient, DrawStore, Judged } from "./draw_state.js" */
/** @import { NetInput } from "./net_input.js" */
import { errorParts } from "../core/errors.js";
import { bytesToInput } from "../net/preprocess.js";
import { shownExample } from "./draw_state.js";
import { familiarityOf } from "./familiarity.js";
import { inputOfPicture, inputOfStrokes } from "./net_input.js";

/** Changes of the state after which the net has to judge anew. */
const JUDGED = /** @type {const} */ (["strokes", "picture", "example", "heat"]);

/** Changes of the state after which the opened neuron has other numbers. */
const EXPLAINED = /** @type {const} */ (["judged", "layer", "neuron", "pass", "aim"]);

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

/** @param {DrawStore} state @returns {NetInput | null} null for blank paper */
function currentInput(state) {
  const { model, strokes, picture } = state.get();
  const received = shownExample(state.get());
  if (received) return { received, placed: null };
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
