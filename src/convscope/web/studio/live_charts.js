/** Curves of a running training, as they are measured; a smoothed line only beside them. */

/** @import { CurvePoint } from "../draw/curves.js" */
/** @import { LiveRun } from "./run_events.js" */
/** @import { Translate } from "./texts.js" */
import { element } from "../core/dom.js";
import { toText } from "../core/number_text.js";
import { curvePath, roundedUp } from "../draw/curves.js";

const SVG = "http://www.w3.org/2000/svg";

/** Share of a smoothed value that is the value before. */
const SMOOTHING = 0.9;

/**
 * Returns a chart of loss or accuracy.
 *
 * @param {"loss" | "accuracy"} measure
 * @param {Translate} t
 */
export function createLiveChart(measure, t) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 100 100");
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("role", "img");
  const paths = Object.fromEntries(
    ["is-training", "is-smooth", "is-validation"].map((kind) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", kind);
      picture.append(path);
      return [kind, path];
    }),
  );
  const top = element("span", { class: "chart-top", "aria-hidden": true });
  const end = element("span", { class: "chart-end", "aria-hidden": true });
  return {
    root: element(
      "figure",
      { class: "history-chart" },
      element("figcaption", {}, t(`live.${measure}`)),
      top,
      picture,
      end,
    ),
    /** @param {LiveRun} run @param {boolean} isSmooth */
    draw({ begin, steps, epochs }, isSmooth) {
      const learned = inOrder(pointsOf(steps, measure), pointsOf(epochs, measure));
      const held = pointsOf(epochs, `val_${measure}`);
      const numEpochs = Math.max(
        begin?.epochs ?? 0,
        learned[learned.length - 1]?.x ?? 0,
        held.length,
        1,
      );
      const largest = [...learned, ...held].reduce((most, { y }) => Math.max(most, y), 0);
      const most = { x: numEpochs, y: measure === "accuracy" ? 1 : roundedUp(largest) };
      paths["is-training"].setAttribute("d", curvePath(learned, most));
      paths["is-validation"].setAttribute("d", curvePath(held, most));
      paths["is-smooth"].setAttribute("d", isSmooth ? curvePath(smoothed(learned), most) : "");
      top.textContent = measure === "accuracy" ? "100 %" : toText(most.y);
      end.textContent = t("run.epochs", { count: Math.ceil(numEpochs) });
      const last = learned[learned.length - 1];
      const lastHeld = held[held.length - 1];
      picture.setAttribute(
        "aria-label",
        [
          t(`live.${measure}`),
          last ? `${t("live.trainLoss")} ${toText(last.y)}` : "",
          lastHeld ? `${t("live.valLoss")} ${toText(lastHeld.y)}` : "",
        ].filter(Boolean).join(", "),
      );
    },
  };
}

/** @param {readonly any[]} events @param {string} measure @returns {CurvePoint[]} */
function pointsOf(events, measure) {
  return events.flatMap((event) =>
    Number.isFinite(event[measure]) ? [{ x: event.epoch, y: event[measure] }] : []
  );
}

/**
 * Returns the points of two curves as one. Steps are told of now and then: a short epoch may have
 * none, and its own mean stands at its end.
 *
 * @param {CurvePoint[]} steps
 * @param {CurvePoint[]} epochs
 * @returns {CurvePoint[]}
 */
export function inOrder(steps, epochs) {
  const all = [];
  let next = 0;
  for (const epoch of epochs) {
    while (next < steps.length && steps[next].x < epoch.x) all.push(steps[next++]);
    if (steps[next]?.x === epoch.x) next++;
    all.push(epoch);
  }
  return all.concat(steps.slice(next));
}

/** @param {CurvePoint[]} points @returns {CurvePoint[]} */
function smoothed(points) {
  let value = points[0]?.y ?? 0;
  return points.map(({ x, y }) => {
    value = SMOOTHING * value + (1 - SMOOTHING) * y;
    return { x, y: value };
  });
}
