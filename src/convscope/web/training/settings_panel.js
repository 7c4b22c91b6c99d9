/** What the net learns from, and how: every choice with a plain sentence. */

/** @import { TextKey } from "../core/texts.js" */
/** @import { Recipe, TrainingState, TrainingStore } from "./training_state.js" */
import { button, element, listen } from "../core/dom.js";
import { SMALL_NETS, smallNet } from "../learning/small_nets.js";
import { readArchitecture } from "../net/architecture.js";
import { textsOf } from "../panels/reader.js";
import { countOf } from "./example_sets.js";
import { BATCH_SIZES, DATA_NAMES, DROPOUTS, NUM_OWN, OPTIMIZERS, RATES } from "./training_state.js";

/** Changes of the state after which the panel looks different. */
const SHOWN = /** @type {const} */ ([
  "trainData",
  "trainNet",
  "trainOptimizer",
  "trainRate",
  "trainBatch",
  "trainDropout",
  "trainSeed",
  "set",
  "ownNames",
]);

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {TrainingStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  /** @type {(() => void)[]} */
  const stops = [];
  /** @type {((now: Readonly<TrainingState>) => void)[]} */
  const shows = [];

  /**
   * @param {keyof Recipe} key
   * @param {string} label
   * @param {readonly [value: string | number, name: string][]} choices
   * @param {(now: Readonly<TrainingState>) => string} noteOf
   */
  function choice(key, label, choices, noteOf) {
    const id = `train-note-${key}`;
    const select = element(
      "select",
      { "aria-describedby": id },
      ...choices.map(([value, name]) => element("option", { value }, name)),
    );
    const note = element("p", { class: "note", id });
    stops.push(listen(select, "change", () => {
      const [value] = choices[select.selectedIndex];
      state.set({ [key]: value, ...alongWith(key, value) });
    }));
    shows.push((now) => {
      select.value = String(now[key]);
      note.textContent = noteOf(now);
    });
    return field(label, select, note);
  }

  const named = (/** @type {string} */ group, /** @type {readonly string[]} */ names) =>
    names.map((
      name,
    ) => /** @type {[string, string]} */ ([
      name,
      t(/** @type {TextKey} */ (`train.${group}.${name}`)),
    ]));
  const numbers = (/** @type {readonly number[]} */ values) =>
    values.map((value) => /** @type {[number, string]} */ ([value, String(value)]));
  const noteOf = (/** @type {string} */ group, /** @type {string} */ name, values = {}) =>
    t(/** @type {TextKey} */ (`train.${group}Note.${name}`), values);

  const names = element("div", { class: "own-names" });
  const seed = element("input", {
    type: "number",
    min: 0,
    step: 1,
    inputmode: "numeric",
    "aria-describedby": "train-note-seed",
  });
  stops.push(listen(seed, "change", () => {
    const value = Math.max(0, Math.round(Number(seed.value)));
    if (Number.isSafeInteger(value)) state.set({ trainSeed: value });
    seed.value = String(state.get().trainSeed);
  }));
  shows.push(({ trainSeed }) => seed.value = String(trainSeed));

  root.append(
    element("h2", {}, t("train.settings")),
    choice(
      "trainData",
      t("train.data"),
      named("data", DATA_NAMES),
      ({ trainData, set }) =>
        set
          ? noteOf("data", trainData, {
            train: set.train.labels.length,
            held: set.held.labels.length,
          })
          : "",
    ),
    names,
    choice(
      "trainNet",
      t("train.net"),
      named("net", SMALL_NETS),
      (now) => noteOf("net", now.trainNet, { parameters: numParameters(now) }),
    ),
    choice(
      "trainOptimizer",
      t("train.optimizer"),
      named("optimizer", Object.keys(OPTIMIZERS)),
      ({ trainOptimizer }) => noteOf("optimizer", trainOptimizer),
    ),
    choice("trainRate", t("train.rate"), numbers(RATES), () => t("train.rateNote")),
    choice("trainBatch", t("train.batch"), numbers(BATCH_SIZES), () => t("train.batchNote")),
    choice("trainDropout", t("train.dropout"), numbers(DROPOUTS), () => t("train.dropoutNote")),
    field(
      t("train.seed"),
      seed,
      element("p", { class: "note", id: "train-note-seed" }, t("train.seedNote")),
    ),
  );

  /** Shows the fields for names of one's own; one that is being typed into stays as it is. */
  function showNames() {
    const { trainData, ownNames } = state.get();
    names.hidden = trainData !== "own";
    const inputs = names.querySelectorAll("input");
    const isSame = inputs.length === ownNames.length;
    if (isSame) return inputs.forEach((input, index) => input.value = ownNames[index]);
    const rename = (/** @type {number} */ index, /** @type {string} */ name) => {
      const { ownNames } = state.get();
      if (name) state.set({ ownNames: ownNames.map((old, i) => i === index ? name : old) });
      showNames();
    };
    const fields = ownNames.map((name, index) => {
      const input = element("input", {
        value: name,
        maxlength: 12,
        "aria-label": t("train.className", { number: index + 1 }),
      });
      listen(input, "change", () => rename(index, input.value.trim()));
      return input;
    });
    const more = button(t("train.moreClasses"), () => resize(1), { class: "quiet" });
    const fewer = button(t("train.fewerClasses"), () => resize(-1), { class: "quiet" });
    more.disabled = ownNames.length === NUM_OWN.max;
    fewer.disabled = ownNames.length === NUM_OWN.min;
    names.replaceChildren(...fields, element("div", { class: "tools" }, more, fewer));
  }

  /** @param {1 | -1} change */
  function resize(change) {
    const { ownNames, added } = state.get();
    const number = ownNames.length + change;
    const next = change > 0
      ? [...ownNames, String.fromCharCode("A".charCodeAt(0) + ownNames.length)]
      : ownNames.slice(0, -1);
    state.set({
      ownNames: next,
      added: { ...added, own: added.own.filter(({ label }) => label < number) },
    });
    names.querySelectorAll("button")[change > 0 ? 0 : 1].focus();
  }

  function show() {
    shows.forEach((each) => each(state.get()));
    showNames();
  }

  show();
  const stop = state.subscribe((_, changed) => {
    if (SHOWN.some((key) => changed.has(key))) show();
  });
  return () => [stop, ...stops].forEach((each) => each());
}

/**
 * @param {string} label
 * @param {HTMLElement} control
 * @param {HTMLElement} note
 * @returns {HTMLElement}
 */
function field(label, control, note) {
  control.id = `${note.id}-control`;
  return element(
    "div",
    { class: "field" },
    element(
      "div",
      { class: "field-control" },
      element("label", { for: control.id }, label),
      control,
    ),
    note,
  );
}

/**
 * Returns what changes with a choice: every optimizer has a rate that it usually takes.
 *
 * @param {keyof Recipe} key
 * @param {string | number} value
 * @returns {Partial<TrainingState>}
 */
function alongWith(key, value) {
  if (key !== "trainOptimizer") return {};
  return { trainRate: OPTIMIZERS[/** @type {keyof typeof OPTIMIZERS} */ (value)].rate };
}

/** @param {Readonly<TrainingState>} state @returns {number} */
function numParameters({ trainNet, trainDropout, set, ownNames }) {
  const numClasses = set?.classNames.length ?? ownNames.length;
  return readArchitecture(smallNet(trainNet, numClasses, trainDropout)).steps
    .reduce((sum, step) => sum + step.numParameters, 0);
}

/**
 * Returns how many examples of a class there are, for learning or held out.
 *
 * @param {Readonly<TrainingState>} state
 * @param {number} label
 * @returns {number}
 */
export function numExamples({ set }, label) {
  return set ? countOf(set.train.labels, label) + countOf(set.held.labels, label) : 0;
}
