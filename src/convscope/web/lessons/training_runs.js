/** Trainings that a figure watches: in slices, so that the page answers meanwhile. */

/** @import { Examples } from "../learning/examples.js" */
/** @import { StepResult, Training, TrainingPlan } from "../learning/training.js" */
import { createTraining } from "../learning/training.js";

/** How long steps are taken before the page gets a word in, in ms. */
const SLICE_MS = 12;

/** @typedef {{loss: number, accuracy: number}} Judged */

/**
 * What a training has seen so far.
 *
 * @typedef {object} Run
 * @property {StepResult[]} steps
 * @property {Record<string, Judged>[]} epochs what judging said behind each epoch
 * @property {boolean} isDone
 * @property {boolean} isBroken whether the loss was no number any more
 */

/**
 * @typedef {object} Watched
 * @property {TrainingPlan} plan
 * @property {number} numEpochs
 * @property {Record<string, Examples>} [judged] examples that are judged behind each epoch
 * @property {(training: Training) => void} [look] told once, behind the first step
 * @property {(training: Training) => void} [lookAgain] told once, when all epochs are done
 */

/**
 * Takes all steps of a training, a few at a time.
 *
 * @param {Watched} watched
 * @param {(run: Run) => void} tell after every slice, and at the end
 * @returns {() => void} stops it
 */
export function watchTraining({ plan, numEpochs, judged = {}, look, lookAgain }, tell) {
  /** @type {Run} */
  const run = { steps: [], epochs: [], isDone: false, isBroken: false };
  const training = createTraining(plan);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function slice() {
    const end = performance.now() + SLICE_MS;
    while (!run.isDone && performance.now() < end) step();
    if (!run.isDone) timer = setTimeout(slice);
    tell(run);
  }

  function step() {
    try {
      const result = training.step();
      run.steps.push(result);
      if (run.steps.length === 1) look?.(training);
      if (!result.epochMeans) return;
      run.epochs.push(
        Object.fromEntries(
          Object.entries(judged).map(([name, examples]) => [name, training.evaluate(examples)]),
        ),
      );
      if (run.epochs.length < numEpochs) return;
      run.isDone = true;
      lookAgain?.(training);
    } catch {
      run.isDone = run.isBroken = true; // The loss is no number; nothing else can go wrong here.
    }
  }

  timer = setTimeout(slice);
  return () => clearTimeout(timer);
}

/**
 * Watches trainings one after the other. One that is not wanted any more is broken off and begins
 * anew when it is wanted again.
 *
 * @param {(key: string) => Watched | Promise<Watched>} watchedOf
 * @param {() => void} tell whenever one of them has got further
 * @returns {{want: (keys: readonly string[]) => void, runOf: (key: string) => Run | undefined,
 *   stop: () => void}} `want` trains those that have not been trained
 */
export function createRuns(watchedOf, tell) {
  /** @type {Map<string, Run>} */
  const runs = new Map();
  /** @type {readonly string[]} */
  let wanted = [];
  let busyWith = "";
  let turn = 0; // what an earlier one still brings is not heard
  let stop = () => {};

  async function next() {
    const key = wanted.find((each) => !runs.has(each));
    if (busyWith || key === undefined) return;
    busyWith = key;
    const now = ++turn;
    const watched = await watchedOf(key);
    if (now !== turn) return;
    stop = watchTraining(watched, (run) => {
      runs.set(key, run);
      if (run.isDone) busyWith = "";
      tell();
      if (run.isDone) next();
    });
  }

  function breakOff() {
    turn++;
    stop();
    if (busyWith) runs.delete(busyWith);
    busyWith = "";
  }

  return {
    want(keys) {
      wanted = keys;
      if (busyWith && !keys.includes(busyWith)) breakOff();
      next();
    },
    runOf: (key) => runs.get(key),
    stop: breakOff,
  };
}
