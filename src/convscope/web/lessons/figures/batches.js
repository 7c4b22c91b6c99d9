/** One net trained with batches of several sizes: steps counted, losses beside each other. */

/** @import { Figure } from "../figure.js" */
/** @import { Run } from "../training_runs.js" */
import { element, listen } from "../../core/dom.js";
import { toFixedText } from "../../core/number_text.js";
import { digitExamples, digitNet } from "../digit_examples.js";
import { within } from "../figure.js";
import { createLineChart } from "../line_chart.js";
import { createRuns } from "../training_runs.js";

const SIZES = [1, 8, 32, 128, 1438];
const NUM_PICTURES = 1438;
const MOST_EPOCHS = 3;

/** As in the program of the lesson. */
const UNITS = 32;
const RATE = 0.05;
const SEED = 1;

/** The loss that the upper edge of the chart stands for, and pictures that make a point of a line. */
const TOP = 3;
const STRETCH = 96;

/** @typedef {{batchSizes: number[], batchEpochs: number}} BatchesState */

/** @type {Figure<BatchesState>} */
export const batchesFigure = {
  name: "batches",
  defaults: { batchSizes: [8, 128], batchEpochs: 1 },
  mount(root, state, t) {
    function read() {
      const { batchSizes, batchEpochs } = state.get();
      return {
        sizes: SIZES.filter((size) => batchSizes.includes(size)),
        epochs: Math.round(within(batchEpochs, 1, MOST_EPOCHS, 1)),
      };
    }

    const epochs = element(
      "select",
      {},
      ...Array.from(
        { length: MOST_EPOCHS },
        (_, index) => element("option", { value: index + 1 }, String(index + 1)),
      ),
    );
    const rows = SIZES.map((size) => {
      const box = element("input", { type: "checkbox" });
      const progress = element("code", {});
      const said = element("span", { class: "note" });
      const row = element(
        "div",
        { class: "batch-size" },
        element("label", {}, box, " ", t("figure.batches.size", { size })),
        progress,
        said,
      );
      return { size, box, progress, said, row };
    });
    const chart = createLineChart(t("figure.batches.loss"), t("figure.batches.seen"));
    const answer = element("p", { class: "where", role: "status" });
    root.append(
      element(
        "div",
        { class: "batches-figure" },
        element("div", { class: "tools" }, element("label", {}, t("figure.epochs"), " ", epochs)),
        ...rows.map(({ row }) => row),
        chart.root,
        answer,
      ),
    );

    const runs = createRuns(async (key) => {
      const [size, numEpochs] = key.split(" ").map(Number);
      const { train } = await digitExamples();
      const plan = {
        architecture: digitNet(UNITS),
        examples: train,
        optimizer: { name: "sgd", learning_rate: RATE },
        batch_size: size,
        seed: SEED,
      };
      return { plan, numEpochs, judged: { all: train } };
    }, show);

    function show() {
      const now = read();
      epochs.value = String(now.epochs);
      const keyOf = (/** @type {number} */ size) => `${size} ${now.epochs}`;
      for (const { size, box, progress, said } of rows) {
        box.checked = now.sizes.includes(size);
        const run = box.checked ? runs.runOf(keyOf(size)) : undefined;
        progress.textContent = run ? progressText(run) : "";
        said.textContent = run?.isDone ? outcomeText(run) : box.checked ? t("figure.training") : "";
      }
      const lines = now.sizes.flatMap((size) => {
        const run = runs.runOf(keyOf(size));
        const style = SIZES.indexOf(size);
        return run
          ? [{ name: t("figure.batches.size", { size }), style, points: pointsOf(run) }]
          : [];
      });
      chart.draw(lines, { x: NUM_PICTURES * now.epochs, y: TOP });
      const done = rows.filter(({ box, said }) => box.checked && said.textContent);
      const told = done.map(({ size, said }) =>
        `${t("figure.batches.size", { size })}: ${said.textContent}`
      ).join(" ");
      chart.name(told);
      const isReady = now.sizes.every((size) => runs.runOf(keyOf(size))?.isDone);
      answer.textContent = isReady
        ? t("figure.batches.done", { pictures: NUM_PICTURES, epochs: now.epochs })
        : "";
    }

    /** @param {Run} run @returns {string} a line as Keras writes it */
    function progressText({ steps }) {
      const last = steps[steps.length - 1];
      const mean = last.epochMeans?.loss ?? last.loss;
      return `${last.step + 1}/${last.numSteps} ━━━━ loss: ${mean.toFixed(4)}`;
    }

    /** @param {Run} run @returns {string} */
    function outcomeText({ steps, epochs: judged }) {
      const { loss, accuracy } = judged[judged.length - 1].all;
      return t("figure.batches.outcome", {
        steps: steps.length,
        last: steps[steps.length - 1].numImages,
        loss: toFixedText(loss, 3),
        right: Math.round(accuracy * NUM_PICTURES),
      });
    }

    /** @param {number} size @param {boolean} isWanted */
    function choose(size, isWanted) {
      state.set({
        batchSizes: SIZES.filter((each) => each === size ? isWanted : read().sizes.includes(each)),
      });
    }

    function wantAndShow() {
      const now = read();
      runs.want(now.sizes.map((size) => `${size} ${now.epochs}`));
      show();
    }

    const stops = [
      listen(epochs, "change", () => state.set({ batchEpochs: Number(epochs.value) })),
      ...rows.map(({ size, box }) => listen(box, "change", () => choose(size, box.checked))),
    ];
    wantAndShow();
    stops.push(state.subscribe(wantAndShow), runs.stop);
    return () => stops.forEach((stop) => stop());
  },
};

/**
 * Returns the losses of a run over pictures seen: means over stretches, since few pictures say
 * little.
 *
 * @param {Run} run
 * @returns {{x: number, y: number}[]}
 */
function pointsOf({ steps }) {
  const points = [];
  let seen = 0, number = 0, sum = 0;
  for (const { loss, numImages } of steps) {
    number += numImages;
    sum += loss * numImages;
    if (number < STRETCH) continue;
    seen += number;
    points.push({ x: seen - number / 2, y: sum / number });
    number = sum = 0;
  }
  return points;
}
