/** Runs side by side: what differs, curves on common axes, and the verdicts that changed. */

/** @import { ResultsStore } from "./results_state.js" */
/** @import { TextKey, Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { addressFor } from "./api.js";
import { createHistoryChart, createLegend } from "./history_chart.js";
import { inspectAddress } from "./links.js";
import { settingText } from "./run_view.js";
import { durationText } from "./runs_table.js";
import { percent } from "./texts.js";
import { createGrowingList, createTiles } from "./tiles.js";

/** Colours that can be told apart, also by most who see fewer. */
const COLORS = [
  "#3d5fa8",
  "#c2490c",
  "#2b8a6b",
  "#8b5cb8",
  "#a07b00",
  "#b23a68",
  "#5a6b7b",
  "#111111",
];

const LISTS = /** @type {const} */ (["gained", "lost", "both_wrong"]);

/** Images of a list that are shown at once. */
const COUNT = 40;

/**
 * @typedef {{name: string, index_before: number, index_after: number, label: string,
 *   before: string, after: string}} Change
 */

/**
 * Returns the comparison.
 *
 * @param {any} compared as the server tells it
 * @param {ResultsStore} state
 * @param {Translate} t
 * @param {string} chosen language that the reader chose, or empty
 * @returns {HTMLElement}
 */
export function createComparison(compared, state, t, chosen) {
  const { runs, differing, same, results, curves, changes } = compared;
  const named = runs.map((/** @type {string} */ name, /** @type {number} */ i) => ({
    name,
    color: COLORS[i % COLORS.length],
    history: curves[i],
  }));
  return element(
    "div",
    { class: "comparison" },
    element(
      "div",
      { class: "run-head" },
      button(t("run.close"), () => state.set({ beside: [] }), { class: "quiet" }),
      element("h2", {}, t("compare.title")),
    ),
    changesPanel(changes, t, chosen),
    differencePanel(runs, differing, same, t),
    element(
      "section",
      { class: "panel" },
      element("h2", {}, t("compare.results")),
      tableOf(
        runs,
        results,
        resultText,
        (name) => t(/** @type {TextKey} */ (`compare.result.${name}`)),
      ),
    ),
    element(
      "section",
      { class: "panel" },
      element("h2", {}, t("run.curves")),
      element(
        "div",
        { class: "history-charts" },
        createHistoryChart("loss", named, t),
        createHistoryChart("accuracy", named, t),
      ),
      createLegend(named, t),
    ),
  );
}

/**
 * @param {string[]} runs
 * @param {Record<string, unknown[]>} differing
 * @param {Record<string, unknown>} same
 * @param {Translate} t
 */
function differencePanel(runs, differing, same, t) {
  // Settings have the names of the command's options, in every language.
  const settingName = (/** @type {string} */ name) =>
    name === "labels" ? t("compare.setting.labels") : name;
  const box = element("input", { type: "checkbox" });
  const place = element("div");
  function show() {
    const others = Object.fromEntries(
      Object.entries(same).map(([name, value]) => [name, runs.map(() => value)]),
    );
    const rows = box.checked ? { ...differing, ...others } : differing;
    place.replaceChildren(
      Object.keys(rows).length
        ? tableOf(runs, rows, (_, value) => settingText(value), settingName)
        : element("p", {}, t("compare.nothing")),
    );
  }
  listen(box, "change", show);
  show();
  return element(
    "section",
    { class: "panel" },
    element("h2", {}, t("compare.differing")),
    place,
    element("label", { class: "switch" }, box, t("compare.showSame")),
  );
}

/**
 * @param {string[]} runs
 * @param {Record<string, unknown[]>} rows
 * @param {(name: string, value: unknown) => string} write
 * @param {(name: string) => string} label
 */
function tableOf(runs, rows, write, label) {
  return element(
    "div",
    { class: "wide-table" },
    element(
      "table",
      { class: "differences" },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td"),
          ...runs.map((name) => element("th", { scope: "col" }, name)),
        ),
      ),
      element(
        "tbody",
        {},
        ...Object.entries(rows).map(([name, values]) =>
          element(
            "tr",
            { "data-setting": name },
            element("th", { scope: "row" }, label(name)),
            ...values.map((value) => element("td", {}, write(name, value))),
          )
        ),
      ),
    ),
  );
}

/** @param {any} changes @param {Translate} t @param {string} chosen @returns {HTMLElement} */
function changesPanel(changes, t, chosen) {
  const root = element(
    "section",
    { class: "panel changes" },
    element("h2", {}, t("compare.changes")),
  );
  if (!changes || changes.problem) {
    const { error = "", fix = "" } = changes?.problem ?? {};
    root.append(element("p", {}, changes ? `${error} ${fix}` : t("compare.noVerdicts")));
    return root;
  }
  const { before, after, images } = changes;
  const p = pText(changes.p_value);
  const values = { after, images, gained: changes.gained.length, lost: changes.lost.length, p };
  root.append(
    element(
      "p",
      { class: "answer", role: "status" },
      t(changes.is_sure ? "compare.sure" : "compare.unsure", values),
    ),
  );
  for (const name of LISTS) {
    /** @type {Change[]} */
    const list = changes[name];
    root.append(
      element(
        "details",
        { class: name, ...name !== "both_wrong" && { open: true } },
        element("summary", {}, t(`compare.${name}`, { after }), ` (${list.length})`),
        list.length
          ? createGrowingList(
            (start) =>
              Promise.resolve({ total: list.length, items: list.slice(start, start + COUNT) }),
            (items) => createTiles(items.map(tileOf)),
            (count) => t("studio.more", { count }),
            () => element("p"),
          )
          : element("p", { class: "note" }, t("compare.none")),
      ),
    );
  }
  return root;

  /** @param {Change} image */
  function tileOf(image) {
    const index = String(image.index_after);
    return {
      source: addressFor(["runs", after, "images", "test", index]),
      alt: t("compare.inspect", { name: image.name, before, after }),
      caption: [
        `${image.label}: `,
        image.before,
        " → ",
        image.after,
      ],
      href: inspectAddress(
        chosen,
        [before, "test", image.index_before],
        [after, "test", image.index_after],
      ),
    };
  }
}

/** @param {number} p @returns {string} such as `= 0.013`, `< 0.001` */
function pText(p) {
  if (p < 0.001) return "< 0.001";
  return `= ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}

/** @param {string} name @param {unknown} value @returns {string} */
function resultText(name, value) {
  if (typeof value !== "number") return "–";
  if (name.endsWith("accuracy")) return percent(value);
  if (name.endsWith("seconds")) return durationText(value);
  return toText(value);
}
