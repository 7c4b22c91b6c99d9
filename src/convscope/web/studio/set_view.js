/** One data set: how many images, what they look like, which labels may be wrong. */

/** @import { Language } from "../core/texts.js" */
/** @import { DataStore } from "./data_state.js" */
/** @import { Decision, SetImage } from "./labelling.js" */
/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { failure } from "../panels/failure.js";
import { ask } from "./api.js";
import { VIEWS } from "./data_state.js";
import { createLabelling } from "./labelling.js";
import { createFittedView } from "./fitted_view.js";
import { createImageMap } from "./image_map.js";
import { askUntilReady, createWaiting } from "./longer.js";
import { createSuspectsView } from "./suspects_view.js";
import { createGrowingList, createTiles } from "./tiles.js";

/** Images that are shown at once. */
const COUNT = 60;

/** Images chosen on the map that are shown. */
const MOST_TILES = 200;

const CHECKS = /** @type {const} */ ([
  "errors",
  "contradictions",
  "shared",
  "duplicates",
  "missing",
  "unreadable",
  "advice",
]);

/** Lines of a finding that are shown. */
const MOST_LINES = 20;

/**
 * Returns everything about a data set.
 *
 * @param {any} set as the server tells it
 * @param {DataStore} state
 * @param {Translate} t
 * @param {Language} language
 * @param {{decide: (decisions: Decision[]) => void, undo: () => void, retrain: () => void, chosen: string}} use
 *   `chosen` is the language that the reader chose, or empty
 * @returns {HTMLElement}
 */
export function createSetView(set, state, t, language, use) {
  const { source, classes, counts, image_shape: [height, width, channels], corrections } = set;
  const { view, like } = state.get();
  const splits = Object.keys(counts);
  const split = splits.includes(state.get().split) ? state.get().split : splits[0];
  const root = element("div", { class: "set-view" });
  root.append(
    element(
      "p",
      { class: "answer" },
      t("set.size", { width, height, color: t(channels === 1 ? "set.grey" : "set.colour") }),
    ),
    correctionsPanel(),
    countsPanel(),
    tabs(),
    content(),
  );
  return root;

  function correctionsPanel() {
    const { images, file } = corrections;
    return element(
      "div",
      { class: "tools" },
      element(
        "p",
        {},
        images ? t("set.corrected", { count: images, file }) : t("set.unchanged"),
      ),
      ...images ? [button(t("set.undo"), use.undo)] : [],
      ...images && like
        ? [button(t("set.retrain", { run: like }), use.retrain, { class: "main-button" })]
        : [],
    );
  }

  function countsPanel() {
    const most = Math.max(1, ...Object.values(counts).flat());
    return element(
      "details",
      { class: "panel" },
      element("summary", {}, t("set.counts")),
      element(
        "div",
        { class: "wide-table" },
        element(
          "table",
          { class: "counts" },
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              element("th", { scope: "col" }, t("set.class")),
              ...splits.map((name) => element("th", { scope: "col" }, splitText(name, t))),
            ),
          ),
          element(
            "tbody",
            {},
            ...classes.map((/** @type {string} */ name, /** @type {number} */ i) =>
              element(
                "tr",
                {},
                element("th", { scope: "row" }, name),
                ...splits.map((each) => {
                  const cell = element("td", { class: "bar" }, String(counts[each][i]));
                  cell.style.setProperty("--share", String(counts[each][i] / most));
                  return cell;
                }),
              )
            ),
          ),
        ),
      ),
      ...set.notes.map((/** @type {string} */ note) => element("p", { class: "note" }, note)),
    );
  }

  function tabs() {
    const choices = VIEWS.map((name) =>
      button(t(`set.view.${name}`), () => state.set({ view: name }), {
        "aria-pressed": String(name === view),
      })
    );
    const select = element(
      "select",
      {},
      ...splits.map((name) =>
        element("option", { value: name, selected: name === split }, splitText(name, t))
      ),
    );
    listen(select, "change", () => state.set({ split: select.value }));
    const ofClass = element(
      "select",
      {},
      element("option", { value: "" }, t("set.allClasses")),
      ...classes.map((/** @type {string} */ name) =>
        element("option", { value: name, selected: name === state.get().class }, name)
      ),
    );
    listen(ofClass, "change", () => state.set({ class: ofClass.value }));
    return element(
      "div",
      { class: "tools" },
      element("div", { class: "choices", role: "group", "aria-label": t("set.views") }, ...choices),
      element("label", { class: "field" }, t("set.split"), select),
      ...view === "images" || view === "fitted"
        ? [element("label", { class: "field" }, t("set.class"), ofClass)]
        : [],
    );
  }

  function content() {
    if (view === "check") return waiting(showCheck());
    if (view === "fitted") return createFittedView(set, split, state, t, language, use.chosen);
    if (view === "map") return waiting(showMap());
    return view === "suspects" ? element("div", {}, showSuspects(false)) : showImages();
  }

  /** @param {Promise<HTMLElement>} coming @returns {HTMLElement} */
  function waiting(coming) {
    const place = element(
      "div",
      {},
      element("p", { class: "note", role: "status" }, t("studio.loading")),
    );
    coming.then(
      (made) => place.replaceChildren(made),
      (thrown) => place.replaceChildren(failure(thrown, language)),
    );
    return place;
  }

  function showImages() {
    const labelling = createLabelling(set, t, use.decide);
    const wanted = state.get().class || "all";
    const list = createGrowingList(
      async (start) => {
        const query = { source, split, class: wanted, start, count: COUNT };
        const { total, images } = await ask(["set", "images"], query);
        return { total, items: images };
      },
      (/** @type {readonly SetImage[]} */ images) =>
        createTiles(images.map((image) => labelling.tileOf(image))),
      (count) => t("studio.more", { count }),
      (thrown) => failure(thrown, language),
    );
    return element("div", { class: "labelled" }, labelling.root, list);
  }

  /** @param {boolean} isAgain whether it is computed anew @returns {HTMLElement} */
  function showSuspects(isAgain) {
    const query = { source, split, run: like, ...isAgain && { again: 1 } };
    return createWaiting(
      t("suspects.working"),
      async (tell) => {
        const found = await askUntilReady(["set", "suspects"], query, tell);
        const lookAgain = () => place().replaceChildren(showSuspects(true));
        return createSuspectsView(set, found, state, t, { decide: use.decide, lookAgain });
      },
      (thrown) => failure(thrown, language),
    );
  }

  /** Where what is looked at is shown. */
  function place() {
    return /** @type {HTMLElement} */ (root.lastElementChild);
  }

  async function showMap() {
    const map = await ask(["set", "map"], { source, split, run: like });
    return createImageMap(map, { source, split, run: like }, t, (images) => {
      const labelling = createLabelling(set, t, use.decide);
      const tiles = createTiles(
        images.slice(0, MOST_TILES).map((image) => labelling.tileOf(image)),
      );
      labelling.chooseAll();
      return element("div", { class: "labelled" }, labelling.root, tiles);
    });
  }

  async function showCheck() {
    const found = await ask(["set", "check"], { source });
    const made = CHECKS.filter((name) => found[name].length).map((name) =>
      element(
        "section",
        { class: "panel" },
        element("h3", {}, `${t(`set.check.${name}`)} (${found[name].length})`),
        element(
          "ul",
          {},
          ...found[name].slice(0, MOST_LINES).map((/** @type {any} */ line) =>
            element("li", {}, lineText(line))
          ),
        ),
      )
    );
    return made.length ? element("div", {}, ...made) : element("p", {}, t("set.checkFine"));
  }
}

/** @param {any} line a sentence, paths that belong together, or an image with its reason */
function lineText(line) {
  if (typeof line === "string") return line;
  return Array.isArray(line) ? line.join(", ") : `${line.path}: ${line.reason}`;
}

/** @param {string} name @param {Translate} t @returns {string} */
function splitText(name, t) {
  return t(/** @type {import("./texts.js").TextKey} */ (`set.split.${name}`));
}
