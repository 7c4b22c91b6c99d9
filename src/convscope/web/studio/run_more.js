/** What more can be known of a run: how robust it is, its review, what it needs elsewhere. */

/** @import { Language } from "../core/texts.js" */
/** @import { TextKey, Translate } from "./texts.js" */
import { button, element } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { failure } from "../panels/failure.js";
import { addressFor } from "./api.js";
import { bytesText } from "./blocks_editor.js";
import { askUntilReady, createWaiting } from "./longer.js";
import { percent } from "./texts.js";

/** Bytes of a float32, of which an int8 takes one. */
const FLOAT_BYTES = 4;

/**
 * Returns what a net weighs and needs on another machine.
 *
 * @param {{parameters: number, multiply_adds: number, bytes: number, peak_bytes: number}} cost
 * @param {Translate} t
 * @returns {HTMLElement}
 */
export function createCostPanel(cost, t) {
  const rows = /** @type {const} */ ([
    ["cost.weights", bytesText(cost.bytes), bytesText(cost.bytes / FLOAT_BYTES)],
    ["cost.peak", bytesText(cost.peak_bytes), bytesText(cost.peak_bytes / FLOAT_BYTES)],
    ["cost.multiplyAdds", toText(cost.multiply_adds), toText(cost.multiply_adds)],
  ]);
  return element(
    "section",
    { class: "panel cost" },
    element("h2", {}, t("cost.title")),
    tableOf(
      ["float32", "int8"],
      rows.map(([key, ...cells]) => [t(key), ...cells]),
    ),
    element("p", { class: "note" }, t("cost.note", { parameters: cost.parameters })),
  );
}

/**
 * Returns how accuracy falls as images are disturbed; measured on demand.
 *
 * @param {string} run
 * @param {Translate} t
 * @param {Language} language
 * @returns {HTMLElement}
 */
export function createRobustnessPanel(run, t, language) {
  const root = element(
    "section",
    { class: "panel robustness" },
    element("h2", {}, t("robust.title")),
  );
  root.append(button(t("robust.measure"), () => {
    root.lastElementChild?.replaceWith(createWaiting(
      t("robust.working"),
      async (tell) => shown(await askUntilReady(["runs", run, "robustness"], {}, tell)),
      (thrown) => failure(thrown, language),
    ));
  }));
  return root;

  /** @param {any} found */
  function shown({ split, images, accuracy, curves }) {
    return element(
      "div",
      {},
      element(
        "p",
        {},
        t("robust.before", {
          percent: percent(accuracy),
          count: images,
          split: t(/** @type {TextKey} */ (`set.split.${split}`)),
        }),
      ),
      ...curves.map((/** @type {any} */ curve) =>
        tableOf(
          curve.strengths.map((/** @type {number} */ each) => toText(each)),
          [[
            t("robust.right"),
            ...curve.accuracies.map((/** @type {number} */ share, /** @type {number} */ i) =>
              element(
                "span",
                { title: curve.intervals[i].map(percent).join(" – ") },
                percent(share),
              )
            ),
          ]],
          t(/** @type {TextKey} */ (`robust.${curve.name}`)),
        )
      ),
      element("p", { class: "note" }, t("robust.note")),
    );
  }
}

/**
 * Returns what writes the run's review, and opens it once it is there.
 *
 * @param {{name: string, files: string[]}} run
 * @param {Translate} t
 * @param {Language} language
 * @returns {HTMLElement}
 */
export function createReview(run, t, language) {
  const root = element("div", { class: "review" });
  const link = (/** @type {string} */ file) =>
    element(
      "a",
      {
        class: "main-button",
        href: addressFor(["runs", run.name, "files", file]),
        target: "_blank",
      },
      t("review.open"),
    );
  const file = `review.${language}.html`;
  if (run.files.includes(file)) root.append(link(file));
  else {
    root.append(button(t("review.write"), () => {
      root.replaceChildren(createWaiting(
        t("review.working"),
        async (tell) => {
          const told = await askUntilReady(["runs", run.name, "review"], { language }, tell);
          return link(told.file);
        },
        (thrown) => failure(thrown, language),
      ));
    }));
  }
  return root;
}

/**
 * @param {readonly string[]} columns
 * @param {readonly (readonly (string | Node)[])[]} rows the first of each is its head
 * @param {string} [caption]
 */
function tableOf(columns, rows, caption = "") {
  return element(
    "div",
    { class: "wide-table" },
    element(
      "table",
      { class: "differences" },
      ...caption ? [element("caption", {}, caption)] : [],
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td"),
          ...columns.map((name) => element("th", { scope: "col" }, name)),
        ),
      ),
      element(
        "tbody",
        {},
        ...rows.map(([head, ...cells]) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, head),
            ...cells.map((cell) => element("td", {}, cell)),
          )
        ),
      ),
    ),
  );
}
