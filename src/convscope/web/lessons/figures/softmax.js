/** Logits to be pushed, the probabilities that softmax makes of them, and the loss of a label. */

/** @import { Figure } from "../figure.js" */
import { element, listen } from "../../core/dom.js";
import { toFixedText, toText } from "../../core/number_text.js";
import { within } from "../figure.js";
import { crossEntropyOf, probabilitiesOf, sigmoidOf } from "../scores.js";

/** The largest logit that a slider gives, either way. */
const MOST = 8;
const NUM_CLASSES = [2, 3, 4];

/** Decimals of what is shown. */
const DECIMALS = 3;

/** @typedef {{logits: number[], logitClasses: number, logitLabel: number, softmaxTwice: boolean}} SoftmaxState */

/** @type {Figure<SoftmaxState>} */
export const softmaxFigure = {
  name: "softmax",
  defaults: { logits: [2, 1, 0, 0], logitClasses: 3, logitLabel: 0, softmaxTwice: false },
  mount(root, state, t) {
    const { defaults } = softmaxFigure;
    function read() {
      const { logits, logitClasses, logitLabel, softmaxTwice } = state.get();
      const number = NUM_CLASSES.find((known) => known === logitClasses) ?? defaults.logitClasses;
      return {
        all: defaults.logits.map((value, i) => within(logits[i], -MOST, MOST, value)),
        classes: number,
        label: Math.round(within(logitLabel, 0, number - 1, 0)),
        twice: softmaxTwice,
      };
    }

    const rows = defaults.logits.map((_, index) => {
      const slider = element("input", { type: "range", min: -MOST, max: MOST, step: 0.5 });
      slider.setAttribute("aria-label", t("figure.softmax.logit", { index }));
      const bar = element("span", { class: "score-bar", "aria-hidden": true });
      const logit = element("span", {});
      const power = element("span", {});
      const share = element("strong", {});
      const row = element(
        "div",
        { class: "score" },
        element("span", { class: "score-name" }, t("figure.softmax.class", { index })),
        slider,
        logit,
        power,
        share,
        element("span", { class: "score-track" }, bar),
      );
      return { row, slider, bar, logit, power, share };
    });
    const classes = element(
      "select",
      {},
      ...NUM_CLASSES.map((count) => element("option", { value: count }, String(count))),
    );
    const label = element(
      "select",
      {},
      ...defaults.logits.map((_, index) =>
        element("option", { value: index }, t("figure.softmax.class", { index }))
      ),
    );
    const twice = element("input", { type: "checkbox" });
    const sum = element("p", { class: "where" });
    const answer = element("p", { class: "answer", role: "status" });
    const sigmoid = element("p", { class: "where" });
    root.append(
      element(
        "div",
        { class: "softmax-figure" },
        element(
          "div",
          { class: "tools" },
          element("label", {}, t("figure.softmax.classes"), " ", classes),
          element("label", {}, t("figure.softmax.label"), " ", label),
          element("label", {}, twice, " ", t("figure.softmax.twice")),
        ),
        ...rows.map(({ row }) => row),
        sum,
        answer,
        sigmoid,
      ),
    );

    function show() {
      const now = read();
      const logits = now.all.slice(0, now.classes);
      const once = probabilitiesOf(logits);
      const probabilities = now.twice ? probabilitiesOf(logits, 2) : once;
      rows.forEach(({ row, slider, bar, logit, power, share }, index) => {
        row.hidden = index >= now.classes;
        label.options[index].disabled = label.options[index].hidden = row.hidden;
        if (row.hidden) return;
        slider.value = String(now.all[index]);
        const entering = now.twice ? once[index] : logits[index];
        logit.textContent = now.twice
          ? t("figure.softmax.entersAgain", { value: toFixedText(entering, DECIMALS) })
          : t("figure.softmax.is", { value: toText(entering) });
        power.textContent = t("figure.softmax.power", { value: toText(Math.exp(entering)) });
        share.textContent = toFixedText(probabilities[index], DECIMALS);
        bar.style.width = `${(100 * probabilities[index]).toFixed(1)}%`;
      });
      const total = (now.twice ? once : logits).reduce((all, z) => all + Math.exp(z), 0);
      sum.textContent = t("figure.softmax.sum", { total: toText(total) });
      answer.textContent = t("figure.softmax.loss", {
        index: now.label,
        share: toFixedText(probabilities[now.label], DECIMALS),
        loss: toFixedText(crossEntropyOf(now.twice ? once : logits, now.label), DECIMALS),
      });
      sigmoid.hidden = now.classes !== 2 || now.twice;
      const difference = logits[1] - logits[0];
      sigmoid.textContent = t("figure.softmax.sigmoid", {
        difference: toText(difference),
        value: toFixedText(sigmoidOf(difference), DECIMALS),
      });
      classes.value = String(now.classes);
      label.value = String(now.label);
      twice.checked = now.twice;
    }

    const stops = [
      ...rows.map(({ slider }, index) =>
        listen(slider, "input", () => {
          const value = slider.valueAsNumber;
          state.set({ logits: read().all.map((old, i) => i === index ? value : old) });
        })
      ),
      listen(classes, "change", () => state.set({ logitClasses: Number(classes.value) })),
      listen(label, "change", () => state.set({ logitLabel: Number(label.value) })),
      listen(twice, "change", () => state.set({ softmaxTwice: twice.checked })),
    ];
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};
