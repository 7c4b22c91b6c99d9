/** Curves of one or several runs over their epochs, on common axes. */

/** @import { Translate } from "./texts.js" */
import { element } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { curvePath, roundedUp } from "../draw/curves.js";

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{name: string, color: string, history: Record<string, number>[]}} RunCurves */

/**
 * Returns a chart: solid for training, dashed for validation, a colour for each run.
 *
 * @param {"loss" | "accuracy"} measure
 * @param {readonly RunCurves[]} runs
 * @param {Translate} t
 * @returns {HTMLElement}
 */
export function createHistoryChart(measure, runs, t) {
  const numEpochs = Math.max(1, ...runs.map(({ history }) => history.length));
  const values = runs.flatMap(({ history }) =>
    history.flatMap((row) => [row[measure], row[`val_${measure}`]])
  ).filter(Number.isFinite);
  const top = measure === "accuracy" ? 1 : roundedUp(Math.max(0, ...values));
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 100 100");
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", told(measure, runs, t));
  for (const { history, color } of runs) {
    for (const [key, kind] of [[measure, "is-training"], [`val_${measure}`, "is-validation"]]) {
      const points = history.flatMap((row) =>
        Number.isFinite(row[key]) ? [{ x: row.epoch, y: row[key] }] : []
      );
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", points.length === 1 ? `${kind} is-point` : kind);
      path.setAttribute("d", curvePath(points, { x: numEpochs, y: top }));
      path.style.stroke = color;
      picture.append(path);
    }
  }
  return element(
    "figure",
    { class: "history-chart" },
    element("figcaption", {}, t(`run.curve.${measure}`)),
    element("span", { class: "chart-top", "aria-hidden": true }, top === 1 ? "100 %" : toText(top)),
    picture,
    element(
      "span",
      { class: "chart-end", "aria-hidden": true },
      t("run.epochs", { count: numEpochs }),
    ),
  );
}

/** @param {readonly RunCurves[]} runs @param {Translate} t @returns {HTMLElement} */
export function createLegend(runs, t) {
  const names = runs.length < 2 ? [] : runs.map(({ name, color }) => {
    const dot = element("span", { class: "dot", "aria-hidden": true });
    dot.style.background = color;
    return element("li", {}, dot, name);
  });
  return element(
    "ul",
    { class: "legend" },
    ...names,
    element("li", {}, element("span", { class: "line" }), t("run.curve.train")),
    element("li", {}, element("span", { class: "line is-dashed" }), t("run.curve.validation")),
  );
}

/** @param {"loss" | "accuracy"} measure @param {readonly RunCurves[]} runs @param {Translate} t */
function told(measure, runs, t) {
  const each = runs.map(({ name, history }) => {
    const last = history[history.length - 1];
    if (!last) return name;
    const train = `${t("run.curve.train")} ${toText(last[measure] ?? NaN)}`;
    const held = `${t("run.curve.validation")} ${toText(last[`val_${measure}`] ?? NaN)}`;
    return `${name}: ${t("run.epochs", { count: history.length })}, ${train}, ${held}`;
  });
  return `${t(`run.curve.${measure}`)}. ${each.join("; ")}`;
}
