/** Ten sick trainings: what is seen of each, and a diagnosis to be made. */

/** @import { Figure } from "../figure.js" */
/** @import { BatchFacts } from "../patients.js" */
/** @import { Run } from "../training_runs.js" */
import { button, element, listen } from "../../core/dom.js";
import { toFixedText, toText } from "../../core/number_text.js";
import { within } from "../figure.js";
import { createLineChart } from "../line_chart.js";
import { batchFacts, countSilent, ILLNESSES, patient, PATIENTS, UNITS } from "../patients.js";
import { createPicture } from "../picture.js";
import { createRuns } from "../training_runs.js";

const HEALTHY = "healthy";

/** The loss that the upper edge of the chart stands for. */
const TOP = 4;

/** @typedef {{patient: number, diagnosis: string}} ClinicState */

/** @type {Figure<ClinicState>} */
export const clinicFigure = {
  name: "clinic",
  defaults: { patient: 1, diagnosis: "" },
  mount(root, state, t) {
    const nameOf = (/** @type {string} */ illness) =>
      t(/** @type {any} */ (`figure.clinic.name.${illness}`));
    const signOf = (/** @type {string} */ illness) =>
      t(/** @type {any} */ (`figure.clinic.sign.${illness}`));
    const cureOf = (/** @type {string} */ illness) =>
      t(/** @type {any} */ (`figure.clinic.cure.${illness}`));

    function read() {
      const number = Math.round(within(state.get().patient, 1, PATIENTS.length, 1));
      const { diagnosis } = state.get();
      return {
        number,
        illness: PATIENTS[number - 1],
        diagnosis: ILLNESSES.includes(diagnosis) ? diagnosis : "",
      };
    }

    const patients = element(
      "select",
      {},
      ...PATIENTS.map((_, index) =>
        element("option", { value: index + 1 }, t("figure.clinic.patient", { number: index + 1 }))
      ),
    );
    const chart = createLineChart(t("figure.clinic.loss"), t("figure.clinic.step"));
    const batch = element("div", { class: "clinic-batch" });
    const first = element("p", { class: "where" });
    const end = element("p", { class: "where", role: "status" });
    const diagnoses = element(
      "select",
      {},
      element("option", { value: "" }, t("figure.clinic.choose")),
      ...ILLNESSES.map((illness) => element("option", { value: illness }, nameOf(illness))),
    );
    const commit = button(
      t("figure.clinic.commit"),
      () => state.set({ diagnosis: diagnoses.value }),
      { class: "primary" },
    );
    const said = element("p", { class: "said", role: "status" });
    root.append(
      element(
        "div",
        { class: "clinic-figure" },
        element(
          "div",
          { class: "tools" },
          element("label", {}, t("figure.clinic.who"), " ", patients),
        ),
        element("p", { class: "note" }, t("figure.clinic.batch")),
        batch,
        first,
        chart.root,
        end,
        element(
          "div",
          { class: "tools" },
          element("label", {}, t("figure.clinic.diagnosis"), " ", diagnoses),
          commit,
        ),
        said,
      ),
    );

    /** By illness, behind the first step. @type {Map<string, BatchFacts>} */
    const facts = new Map();
    /** Silent neurons at the end, by illness. @type {Map<string, number>} */
    const silent = new Map();
    const runs = createRuns(async (illness) => {
      const watched = await patient(illness);
      return {
        ...watched,
        look: (training) => facts.set(illness, batchFacts(training, watched.plan)),
        lookAgain: (training) => {
          training.network.forward(training.network.batchSize, false);
          silent.set(illness, countSilent(training));
        },
      };
    }, show);

    /** The patient whose first batch is drawn. */
    let drawn = "";
    function show() {
      const now = read();
      patients.value = String(now.number);
      const run = runs.runOf(now.illness);
      const healthy = runs.runOf(HEALTHY);
      const steps = Math.max(1, run?.steps.length ?? 1);
      chart.draw([
        { name: t("figure.clinic.training"), style: 0, points: pointsOf(run) },
        { name: t("figure.clinic.validation"), style: 1, points: heldOf(run) },
        { name: t("figure.clinic.healthy"), style: 2, points: pointsOf(healthy).slice(0, steps) },
      ], { x: steps, y: TOP });
      const seen = facts.get(now.illness);
      if (seen && drawn !== now.illness) showBatch(seen);
      if (seen && run) {
        drawn = now.illness;
        first.textContent = t("figure.clinic.first", {
          loss: toText(run.steps[0].loss),
          low: toText(seen.low),
          high: toText(seen.high),
          silent: seen.numSilent,
          hidden: UNITS,
        });
      } else first.textContent = "";
      end.textContent = run?.isDone ? outcome(run, now.illness) : t("figure.training");
      chart.name(end.textContent);
      said.className = now.diagnosis ? "said" : "";
      said.textContent = now.diagnosis ? verdict(now) : "";
      if (now.diagnosis) {
        diagnoses.value = now.diagnosis;
        said.className = now.diagnosis === now.illness ? "said is-right" : "said is-wrong";
      }
    }

    /** @param {BatchFacts} seen */
    function showBatch({ inputs, labels }) {
      batch.replaceChildren(...inputs.map((values, index) => {
        const label = t("figure.clinic.label", { label: labels[index] });
        const picture = createPicture(label);
        picture.show(values);
        return element("figure", {}, picture.root, element("figcaption", {}, label));
      }));
    }

    /** @param {Run} run @param {string} illness @returns {string} */
    function outcome({ steps, epochs, isBroken }, illness) {
      if (isBroken) return t("figure.clinic.broken", { step: steps.length + 1 });
      const learned = steps[steps.length - 1].epochMeans;
      const { held } = epochs[epochs.length - 1];
      return t("figure.clinic.end", {
        epochs: epochs.length,
        loss: toFixedText(learned?.loss ?? NaN, 2),
        accuracy: percentText(learned?.accuracy ?? NaN),
        heldLoss: toFixedText(held.loss, 2),
        heldAccuracy: percentText(held.accuracy),
        silent: silent.get(illness) ?? 0,
        hidden: UNITS,
      });
    }

    /** @param {{illness: string, diagnosis: string}} now @returns {string} */
    function verdict({ illness, diagnosis }) {
      return diagnosis === illness
        ? t("figure.clinic.right", { sign: signOf(illness), cure: cureOf(illness) })
        : t("figure.clinic.wrong", { sign: signOf(diagnosis) });
    }

    function wantAndShow() {
      runs.want([read().illness, HEALTHY]);
      show();
    }

    const stops = [
      listen(patients, "change", () => {
        diagnoses.value = "";
        state.set({ patient: Number(patients.value), diagnosis: "" });
      }),
    ];
    wantAndShow();
    stops.push(state.subscribe(wantAndShow), runs.stop);
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {Run | undefined} run @returns {{x: number, y: number}[]} the loss of every step */
function pointsOf(run) {
  return (run?.steps ?? []).map(({ loss }, index) => ({ x: index + 1, y: loss }));
}

/** @param {Run | undefined} run @returns {{x: number, y: number}[]} behind every epoch */
function heldOf(run) {
  if (!run) return [];
  return run.epochs.map(({ held }, index) => ({
    x: (index + 1) * run.steps[0].numSteps,
    y: held.loss,
  }));
}

/** @param {number} share 0–1 @returns {string} */
function percentText(share) {
  return `${Math.round(100 * share)}\u00a0%`;
}
