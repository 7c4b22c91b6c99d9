/** Between the state of the training screen and the engine that trains. */

/** @import { LearningNews } from "../learning/service.js" */
/** @import { Examples } from "../learning/examples.js" */
/** @import { StepResult } from "../learning/training.js" */
/** @import { EpochEnd, ExampleSet, Judgement, Status, TrainingState, TrainingStore } from "./training_state.js" */
import { errorParts } from "../core/errors.js";
import { createLearningClient } from "../learning/client.js";
import { examplesFromImages } from "../learning/examples.js";
import { smallNet } from "../learning/small_nets.js";
import { readArchitecture } from "../net/architecture.js";
import { exampleSet, isEnough, PLACEMENT } from "./example_sets.js";
import { OPTIMIZERS } from "./training_state.js";

/** Changes of the state after which a training begins anew. */
const BEGUN = /** @type {const} */ ([
  "trainData",
  "trainNet",
  "trainOptimizer",
  "trainBatch",
  "trainDropout",
  "trainSeed",
  "added",
  "ownNames",
]);

/** Epochs that one press of Start takes at most, by how many examples there are. */
const NUM_EPOCHS = { few: 100, many: 20 };

/** Up to so many examples are few. */
const FEW = 400;

/** In these nothing can be started. @type {readonly Status[]} */
const IDLE = ["beginning", "waiting", "running"];

/** The net that drawings are judged with follows the training so often, in ms. */
const REFRESH_MS = 200;

/**
 * @typedef {object} Controller
 * @property {() => Promise<void>} begin anew, from the seed's weights
 * @property {() => Promise<void>} start resolves when it has stopped
 * @property {() => Promise<void>} pause
 * @property {() => Promise<void>} step takes one batch
 * @property {() => void} close
 */

/**
 * Returns what trains at the state's request.
 *
 * @param {TrainingStore} state
 * @param {() => Worker} [startWorker]
 * @returns {Controller}
 */
export function createController(state, startWorker) {
  const client = createLearningClient(hear, startWorker);
  let run = 0; // of the training under way; answers of an older one are dropped
  let isBeginning = false;
  let lastRefresh = 0;
  /** @type {(hasEnded: boolean) => void} */
  let settleEpoch = () => {};
  /** @type {{train: Examples, held: Examples | null} | null} */
  let examples = null;

  /** @param {unknown} thrown */
  function breakOff(thrown) {
    settleEpoch(false);
    state.set({ status: "broken", error: errorParts(thrown) });
  }

  /** @param {LearningNews} news */
  function hear({ steps, tensors, isRunning, error }) {
    if (isBeginning) return; // Of the training before.
    record(steps, tensors);
    if (error) breakOff(error);
    else if (!isRunning) settleEpoch(true);
  }

  /** @param {StepResult[]} taken @param {TrainingState["tensors"]} tensors */
  function record(taken, tensors) {
    const { steps } = state.get();
    steps.push(...taken);
    state.set({ numSteps: steps.length, ...Object.keys(tensors).length && { tensors } });
  }

  /** @param {string} layer @returns {string[]} names of its tensors */
  function tensorsOf(layer) {
    return layer ? [`${layer}.kernel`, `${layer}.bias`] : [];
  }

  async function begin() {
    const mine = ++run;
    isBeginning = true;
    settleEpoch(false);
    state.set({ status: "beginning", error: null });
    try {
      const set = await exampleSet(state.get());
      if (mine !== run) return;
      const now = state.get();
      const architecture = smallNet(now.trainNet, set.classNames.length, now.trainDropout);
      examples = examplesOf(set, architecture);
      await client.begin({
        architecture,
        examples: examples.train,
        optimizer: {
          ...OPTIMIZERS[now.trainOptimizer].settings,
          learning_rate: now.trainRate,
        },
        batch_size: now.trainBatch,
        seed: now.trainSeed,
      });
      if (mine !== run) return;
      isBeginning = false;
      const layers = readArchitecture(architecture).steps
        .filter(({ parameterShapes }) => parameterShapes.kernel)
        .map(({ layer }) => layer.name);
      const shownLayer = layers.includes(now.shownLayer) ? now.shownLayer : layers[0];
      state.set({
        set,
        layers,
        shownLayer,
        steps: [],
        numSteps: 0,
        epochs: [],
        elapsedMs: 0,
        status: isEnough(set) ? "fresh" : "waiting",
        error: null,
      });
      await client.watch(tensorsOf(shownLayer));
      await refresh(mine);
    } catch (thrown) {
      if (mine === run) breakOff(thrown);
    }
  }

  /** Shows the weights as they are, and judges drawings with them. @param {number} mine */
  async function refresh(mine) {
    lastRefresh = performance.now();
    const { set, shownLayer } = state.get();
    if (!set) return;
    const [file, tensors] = await Promise.all([
      client.exportModel({ classNames: set.classNames, placement: PLACEMENT }),
      client.read(tensorsOf(shownLayer)),
    ]);
    if (mine === run && shownLayer === state.get().shownLayer) state.set({ file, tensors });
  }

  /** @returns {Promise<boolean>} whether the epoch has ended, or was left before */
  function takeEpoch() {
    return new Promise((resolve, reject) => {
      settleEpoch = resolve;
      client.run(1).catch(reject);
    });
  }

  /** @param {number} mine @returns {Promise<EpochEnd | null>} null where it came too late */
  async function judgeEpoch(mine) {
    const { set, steps, epochs } = state.get();
    if (!examples || !set) return null;
    const train = await client.evaluate(examples.train);
    const held = examples.held && await client.evaluate(examples.held);
    if (mine !== run) return null;
    const end = {
      step: steps.length,
      train: judgement(train, set.train.labels.length),
      held: held && judgement(held, set.held.labels.length),
    };
    state.set({ epochs: [...epochs, end] });
    return end;
  }

  async function start() {
    if (state.get().status === "broken") await begin();
    const { status, set, epochs } = state.get();
    if (IDLE.includes(status) || !set) return;
    const mine = run;
    state.set({ status: "running", error: null });
    const wasFit = epochs.some(({ train }) => train.right === train.count);
    const most = set.train.labels.length <= FEW ? NUM_EPOCHS.few : NUM_EPOCHS.many;
    const numEpochsAllowed = Math.max(epochs.length, 1) + most;
    try {
      if (epochs.length === 0) await judgeEpoch(mine);
      while (isOn(mine)) {
        const before = performance.now();
        const hasEnded = await takeEpoch();
        if (mine !== run) return;
        const end = hasEnded ? await judgeEpoch(mine) : null;
        if (mine !== run) return;
        state.set({ elapsedMs: state.get().elapsedMs + performance.now() - before });
        if (!end || !isOn(mine)) break;
        if (!wasFit && end.train.right === end.train.count) state.set({ status: "fit" });
        else if (state.get().epochs.length >= numEpochsAllowed) state.set({ status: "ended" });
        else if (performance.now() - lastRefresh > REFRESH_MS) await refresh(mine);
      }
      if (mine === run) await refresh(mine);
    } catch (thrown) {
      if (mine === run) breakOff(thrown);
    }
  }

  /** @param {number} mine @returns {boolean} */
  function isOn(mine) {
    return mine === run && state.get().status === "running";
  }

  async function pause() {
    if (state.get().status !== "running") return;
    state.set({ status: "paused" });
    await client.pause();
    settleEpoch(false);
  }

  async function step() {
    const { status } = state.get();
    if (status === "broken" || status !== "running" && IDLE.includes(status)) return;
    const mine = run;
    await pause();
    try {
      if (state.get().epochs.length === 0) await judgeEpoch(mine);
      const before = performance.now();
      const taken = await client.step();
      if (mine !== run) return;
      record(taken, {});
      state.set({
        status: "paused",
        elapsedMs: state.get().elapsedMs + performance.now() - before,
      });
      if (taken[0].epochMeans) await judgeEpoch(mine);
      await refresh(mine);
    } catch (thrown) {
      if (mine === run) breakOff(thrown);
    }
  }

  const stop = state.subscribe(({ trainRate, shownLayer }, changed) => {
    if (BEGUN.some((key) => changed.has(key))) begin();
    else if (changed.has("trainRate")) client.setLearningRate(trainRate).catch(() => {});
    else if (changed.has("shownLayer") && !isBeginning && !changed.has("steps")) {
      client.watch(tensorsOf(shownLayer)).then(() => refresh(run)).catch(() => {});
    }
  });
  begin();
  return {
    begin,
    start,
    pause,
    step,
    close() {
      run++;
      stop();
      settleEpoch(false);
      client.close();
    },
  };
}

/**
 * @param {{loss: number, accuracy: number}} means
 * @param {number} count
 * @returns {Judgement}
 */
function judgement({ loss, accuracy }, count) {
  return { right: Math.round(accuracy * count), count, loss };
}

/**
 * @param {ExampleSet} set
 * @param {Record<string, any>} json of the net
 * @returns {{train: Examples, held: Examples | null}}
 */
function examplesOf({ train, held }, json) {
  const architecture = readArchitecture(json);
  // A net is there before the first drawing: blank paper stands in until then.
  const blank = { images: [new Uint8Array(architecture.input.shape[0] ** 2)], labels: [0] };
  const { images, labels } = train.images.length ? train : blank;
  return {
    train: examplesFromImages(images, labels, architecture),
    held: held.images.length ? examplesFromImages(held.images, held.labels, architecture) : null,
  };
}
