/** What is known of a running training: the events of its file, put in order. */

/**
 * @typedef {object} LiveRun
 * @property {any} begin the last beginning, or null
 * @property {any[]} steps
 * @property {any[]} epochs
 * @property {any} weights the newest, or null
 * @property {Map<string, any>} maps the newest by layer
 * @property {any} verdicts the newest, or null
 * @property {any[]} allVerdicts of every epoch
 * @property {any} confusion the newest, or null
 * @property {any[]} words what was told, the oldest first
 * @property {any} end or null
 */

/** @returns {LiveRun} */
export function noEvents() {
  return {
    begin: null,
    steps: [],
    epochs: [],
    weights: null,
    maps: new Map(),
    verdicts: null,
    allVerdicts: [],
    confusion: null,
    words: [],
    end: null,
  };
}

/**
 * Adds events in the order of the file. A training that was killed does some steps again: what lies
 * beyond the steps that a new beginning has done is taken back.
 *
 * @param {LiveRun} run is changed
 * @param {readonly any[]} events
 */
export function addEvents(run, events) {
  for (const event of events) {
    switch (event.kind) {
      case "begin":
        begin(run, event);
        break;
      case "step":
        run.steps.push(event);
        break;
      case "epoch":
        run.epochs.push(event);
        break;
      case "weights":
        run.weights = event;
        break;
      case "maps":
        run.maps.set(event.layer, event);
        break;
      case "verdicts":
        run.verdicts = event;
        run.allVerdicts.push(event);
        break;
      case "confusion":
        run.confusion = event;
        break;
      case "word":
        run.words.push(event);
        break;
      case "end":
        run.end = event;
        break;
    }
  }
}

/** @param {LiveRun} run @param {any} event */
function begin(run, event) {
  const done = event.steps_done ?? 0;
  const holds = (/** @type {any} */ { step }) => done > 0 && (step ?? 0) <= done;
  run.begin = event;
  run.end = null;
  run.steps = run.steps.filter(holds);
  run.epochs = run.epochs.filter(holds);
  run.allVerdicts = run.allVerdicts.filter(holds);
  run.words = run.words.filter(holds);
  if (!done) {
    run.weights = run.verdicts = run.confusion = null;
    run.maps.clear();
  }
}
