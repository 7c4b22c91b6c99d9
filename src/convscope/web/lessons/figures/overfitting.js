/** A net trained on few pictures or many, with dropout or without: two losses, two accuracies. */

/** @import { Figure } from "../figure.js" */
/** @import { Run } from "../training_runs.js" */
import { element, listen } from "../../core/dom.js";
import { toFixedText } from "../../core/number_text.js";
import { dropoutJson } from "../../net/layer_json.js";
import { digitExamples, digitNet, someExamples } from "../digit_examples.js";
import { createLineChart } from "../line_chart.js";
import { createPicture } from "../picture.js";
import { createRuns } from "../training_runs.js";

const PICTURES = [60, 200, 1000];
const DROPOUT = [0, 0.25, 0.5];
const NUM_EPOCHS = 60;

/** As in the program of the lesson, where it states them. */
const UNITS = 64;
const RATE = 0.01;
const BATCH_SIZE = 16;
const SEED = 1;

/** Among the pictures for validation, one that the net gets ever more wrong. */
const ONE = 226;

/** The loss that the upper edge of the chart stands for. */
const TOP = 2.5;

/** @typedef {{fitPictures: number, fitDropout: number}} OverfittingState */

/** @type {Figure<OverfittingState>} */
export const overfittingFigure = {
  name: "overfitting",
  defaults: { fitPictures: 60, fitDropout: 0 },
  mount(root, state, t) {
    function read() {
      const { fitPictures, fitDropout } = state.get();
      return {
        pictures: PICTURES.find((known) => known === fitPictures) ?? PICTURES[0],
        dropout: DROPOUT.find((known) => known === fitDropout) ?? 0,
      };
    }
    const choice = (/** @type {readonly number[]} */ values) =>
      element(
        "select",
        {},
        ...values.map((value) => element("option", { value }, String(value))),
      );
    const pictures = choice(PICTURES);
    const dropout = choice(DROPOUT);
    const losses = createLineChart(t("figure.overfitting.loss"), t("figure.overfitting.epoch"));
    const accuracies = createLineChart(
      t("figure.overfitting.accuracy"),
      t("figure.overfitting.epoch"),
    );
    const answer = element("p", { class: "answer", role: "status" });
    const accuracy = element("p", { class: "where" });
    const one = element("p", { class: "where" });
    const drawn = createPicture(t("figure.overfitting.picture"));
    root.append(
      element(
        "div",
        { class: "overfitting-figure" },
        element(
          "div",
          { class: "tools" },
          element("label", {}, t("figure.overfitting.pictures"), " ", pictures),
          element("label", {}, t("figure.overfitting.dropout"), " ", dropout),
        ),
        losses.root,
        accuracies.root,
        answer,
        accuracy,
        element("div", { class: "one-picture" }, drawn.root, one),
      ),
    );

    const keyNow = () => `${read().pictures} ${read().dropout}`;
    const runs = createRuns(async (key) => {
      const [number, rate] = key.split(" ").map(Number);
      const { train, test } = await digitExamples();
      drawn.show(someExamples(test, ONE, ONE + 1).inputs);
      const examples = someExamples(train, 0, number);
      const plan = {
        architecture: digitNet(UNITS, rate ? [dropoutJson(rate)] : []),
        examples,
        optimizer: { name: "adam", learning_rate: RATE },
        batch_size: BATCH_SIZE,
        seed: SEED,
      };
      const judged = { all: examples, held: test, one: someExamples(test, ONE, ONE + 1) };
      return { plan, numEpochs: NUM_EPOCHS, judged };
    }, show);

    function show() {
      const now = read();
      pictures.value = String(now.pictures);
      dropout.value = String(now.dropout);
      const run = runs.runOf(keyNow());
      const learned = (run?.steps ?? []).flatMap(({ epochMeans }) => epochMeans ?? []);
      const held = (run?.epochs ?? []).map((judged) => judged.held);
      /** @param {{loss: number, accuracy: number}[]} values @param {"loss" | "accuracy"} name */
      const points = (values, name) => values.map((value, i) => ({ x: i + 1, y: value[name] }));
      for (
        const [chart, name, top] of /** @type {const} */ ([
          [losses, "loss", TOP],
          [accuracies, "accuracy", 1],
        ])
      ) {
        chart.draw([
          { name: t("figure.overfitting.learned"), style: 0, points: points(learned, name) },
          { name: t("figure.overfitting.held"), style: 1, points: points(held, name) },
        ], { x: NUM_EPOCHS, y: top });
      }
      if (!run?.isDone) {
        answer.textContent = t("figure.training");
        accuracy.textContent = one.textContent = "";
        return;
      }
      tell(run);
    }

    /** @param {Run} run */
    function tell({ steps, epochs }) {
      const best = epochs.reduce((b, { held }, i) => held.loss < epochs[b].held.loss ? i : b, 0);
      const [atBest, atEnd] = [epochs[best], epochs[epochs.length - 1]];
      const learned = steps[steps.length - 1].epochMeans;
      answer.textContent = t("figure.overfitting.losses", {
        best: best + 1,
        low: toFixedText(atBest.held.loss, 3),
        last: NUM_EPOCHS,
        end: toFixedText(atEnd.held.loss, 3),
        learned: toFixedText(learned?.loss ?? NaN, 3),
      });
      accuracy.textContent = t("figure.overfitting.accuracies", {
        atBest: percentText(atBest.held.accuracy),
        end: percentText(atEnd.held.accuracy),
        learned: percentText(learned?.accuracy ?? NaN),
        without: percentText(atEnd.all.accuracy),
      });
      one.textContent = t("figure.overfitting.one", {
        best: best + 1,
        atBest: toFixedText(Math.exp(-atBest.one.loss), 4),
        last: NUM_EPOCHS,
        end: toFixedText(Math.exp(-atEnd.one.loss), 4),
      });
      losses.name(answer.textContent);
      accuracies.name(accuracy.textContent);
    }

    function wantAndShow() {
      runs.want([keyNow()]);
      show();
    }

    const stops = [
      listen(pictures, "change", () => state.set({ fitPictures: Number(pictures.value) })),
      listen(dropout, "change", () => state.set({ fitDropout: Number(dropout.value) })),
    ];
    wantAndShow();
    stops.push(state.subscribe(wantAndShow), runs.stop);
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {number} share 0–1 @returns {string} */
function percentText(share) {
  return `${(100 * share).toFixed(1)}\u00a0%`;
}
