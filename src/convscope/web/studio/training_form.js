/** What is trained and how: data, net, recipe, settings with their bounds, and a bet. */

/** @import { Wanted } from "./size_fields.js" */
/** @import { TrainState, TrainStore } from "./training_state.js" */
/** @import { TextKey, Translate } from "./texts.js" */
import { element, listen } from "../core/dom.js";
import { createSizeFields, SIDES, withoutSize } from "./size_fields.js";
import { sourceText } from "./whose.js";

const NUMBERS = /** @type {const} */ ([
  "epochs",
  "batch_size",
  "learning_rate",
  "label_smoothing",
  "seed",
]);
const NAMES = /** @type {const} */ (["augment", "optimizer", "schedule", "class_weight"]);

/** Those that everybody is asked for; the others are behind a fold. @type {Set<string>} */
const FIRST = new Set(["epochs", "learning_rate", "augment"]);

/** Files that hold a net. */
const NET_FILES = ".json,.safetensors,.keras,.h5,.hdf5,.onnx,.zip";

/**
 * @typedef {object} Choices
 * @property {{name: string, title: string}[]} recipes
 * @property {Record<string, [number, number]>} bounds
 * @property {string[]} augment
 * @property {string[]} optimizer
 * @property {string[]} schedule
 * @property {string[]} class_weight
 * @property {string[]} fit
 */

/**
 * Returns the form.
 *
 * @param {TrainStore} state
 * @param {Choices} choices
 * @param {{sets: {source: string, title?: string}[], nets: {name: string, title: string}[]}} known
 * @param {Translate} t
 * @param {{start: (bet: number | null) => void, open: (file: File) => void}} does `open` begins
 *   from the net of a file
 * @returns {{root: HTMLElement, suit: (wanted?: Wanted) => void}} `suit` offers what a set's images
 *   can be brought to
 */
export function createTrainingForm(state, choices, { sets, nets }, t, { start, open }) {
  const { source, net, recipe } = state.get();
  const sources = [...new Set([source, ...sets.map((set) => set.source)])];
  const titleOf = (/** @type {string} */ name) =>
    sourceText(sets.find((set) => set.source === name) ?? { source: name });
  const ownNet = net === "own" ? [["own", t("train.net.own")]] : [];
  const first = [
    selectOf("source", sources.map((name) => [name, titleOf(name)]), source),
    selectOf("net", [
      ["auto", t("train.net.auto")],
      ...ownNet,
      ...nets.map(({ name }) => [name, name]),
    ], net),
    selectOf("recipe", choices.recipes.map(({ name }) => [name, name]), recipe),
  ];
  const settings = [...NUMBERS.map(numberOf), ...NAMES.map(nameOf)];
  const size = createSizeFields(state, choices.fit, numberOf, setting, t);
  const file = element("input", { type: "file", accept: NET_FILES });
  listen(file, "change", () => {
    const [chosen] = file.files ?? [];
    if (chosen) open(chosen);
  });
  const isFirst = (/** @type {HTMLElement} */ { dataset }) => FIRST.has(dataset.setting ?? "");
  const bet = element("input", { type: "number", min: 0, max: 100, step: 0.1 });
  const problem = element("p", { class: "problem", role: "alert" });
  const form = element(
    "form",
    { class: "panel training-form" },
    element("h2", {}, t("train.choose")),
    element("div", { class: "tools" }, ...first, ...settings.filter(isFirst)),
    element("label", { class: "field of-file" }, t("train.fromFile"), file),
    element(
      "details",
      {},
      element("summary", {}, t("train.more")),
      element("div", { class: "tools" }, ...settings.filter((each) => !isFirst(each))),
      size.root,
    ),
    element("label", { class: "field bet" }, t("train.bet"), bet, t("train.betUnit")),
    problem,
    element("button", { class: "main-button" }, t("train.start")),
  );
  form.noValidate = true;
  listen(form, "submit", (event) => {
    event.preventDefault();
    problem.textContent = firstProblem();
    if (!problem.textContent) start(bet.value === "" ? null : Number(bet.value) / 100);
  });
  return { root: form, suit: size.suit };

  /** @param {"source" | "net" | "recipe"} key @param {string[][]} options @param {string} chosen */
  function selectOf(key, options, chosen) {
    const select = element(
      "select",
      { name: key },
      ...options.map(([value, text]) =>
        element("option", { value, selected: value === chosen }, text)
      ),
    );
    listen(select, "change", () => {
      // A size belongs to the images that it was chosen for.
      const others = key === "source" && { settings: withoutSize(state.get().settings) };
      state.set(/** @type {Partial<TrainState>} */ ({ [key]: select.value, ...others }));
    });
    return element("label", { class: "field" }, t(`train.${key}`), select);
  }

  /** @param {typeof NUMBERS[number] | typeof SIDES[number]} name */
  function numberOf(name) {
    const [low, high] = choices.bounds[name];
    const input = element("input", {
      type: "number",
      name,
      min: low,
      max: high,
      step: "any",
      placeholder: t("train.recipesOwn"),
      value: state.get().settings[name] ?? "",
    });
    listen(input, "change", () => setting(name, input.value === "" ? "" : Number(input.value)));
    return element("label", { class: "field", "data-setting": name }, t(`train.${name}`), input);
  }

  /** @param {typeof NAMES[number]} name */
  function nameOf(name) {
    const select = element(
      "select",
      { name },
      element("option", { value: "" }, t("train.recipesOwn")),
      ...choices[name].map((value) =>
        element("option", { value, selected: value === state.get().settings[name] }, value)
      ),
    );
    listen(select, "change", () => setting(name, select.value));
    return element("label", { class: "field", "data-setting": name }, t(`train.${name}`), select);
  }

  /** @param {string} name @param {string | number} value empty for the recipe's own */
  function setting(name, value) {
    const { [name]: _, ...others } = state.get().settings;
    state.set({ settings: value === "" ? others : { ...others, [name]: value } });
  }

  /** @returns {string} what is out of its bounds, or empty */
  function firstProblem() {
    const given = state.get().settings;
    for (const name of [...NUMBERS, ...SIDES]) {
      const [low, high] = choices.bounds[name];
      const value = given[name];
      if (value === undefined) continue;
      if (typeof value !== "number" || !(value >= low && value <= high)) {
        return t("train.outOfBounds", { setting: t(`train.${name}`), low, high });
      }
    }
    const sides = SIDES.map((side) => given[side]).filter((value) => value !== undefined);
    if (sides.length === 1) return t("train.oneSide");
    return sides.every(Number.isInteger) ? "" : t("train.wholeSides");
  }
}
