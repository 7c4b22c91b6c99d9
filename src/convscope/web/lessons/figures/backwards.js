/** The way back through a net with a shared filter: one term after the other. */

/** @import { Figure } from "../figure.js" */
/** @import { Combine, Passes } from "../backwards.js" */
/** @import { Translate } from "../texts.js" */
import { button, element, listen } from "../../core/dom.js";
import { signed, toText } from "../../core/number_text.js";
import { COMBINES, NUM_INPUTS, NUM_PLACES, NUM_WEIGHTS, passes } from "../backwards.js";
import { within } from "../figure.js";

/** The largest number that a field takes, either way. */
const MOST = 20;

/** What is still to come. */
const HIDDEN = "?";

const PLACES = Array.from({ length: NUM_PLACES }, (_, place) => place);
const WEIGHTS = Array.from({ length: NUM_WEIGHTS }, (_, weight) => weight);

const COMBINE_NAMES = /** @type {const} */ ({
  maximum: "figure.back.maximum",
  sum: "figure.back.sum",
});

/**
 * `backTerms`: how many numbers of the way back are shown.
 *
 * @typedef {{backInputs: number[], backWeights: number[], backTarget: number, backCombine: string,
 *   backTerms: number}} State
 */

/** @typedef {{inputs: number[], weights: number[], target: number, combine: Combine}} Net */

/** @type {Figure<State>} */
export const backwardsFigure = {
  name: "backwards",
  defaults: {
    backInputs: [1, 3, -2, 4],
    backWeights: [2, -1],
    backTarget: 5,
    backCombine: "maximum",
    backTerms: 0,
  },
  mount(place, state, t) {
    /** @returns {Net} */
    function read() {
      const now = state.get();
      const { defaults } = backwardsFigure;
      const usable = (/** @type {unknown[]} */ values, /** @type {number[]} */ otherwise) =>
        otherwise.map((value, i) => within(values[i], -MOST, MOST, value));
      return {
        inputs: usable(now.backInputs, defaults.backInputs),
        weights: usable(now.backWeights, defaults.backWeights),
        target: within(now.backTarget, -MOST, MOST, defaults.backTarget),
        combine: COMBINES.find((name) => name === now.backCombine) ?? "maximum",
      };
    }
    const numShown = (/** @type {number} */ most) =>
      Math.round(within(state.get().backTerms, 0, most, 0));

    /** @type {(() => void)[]} */
    const stops = [];
    /** @param {string} label @param {(value: number) => void} change */
    function field(label, change) {
      const input = element("input", { type: "number", "aria-label": label, step: 1 });
      input.min = String(-MOST);
      input.max = String(MOST);
      stops.push(listen(input, "input", () => {
        if (Number.isFinite(input.valueAsNumber)) {
          change(within(input.valueAsNumber, -MOST, MOST, 0));
        }
      }));
      return input;
    }
    const inputFields = Array.from(
      { length: NUM_INPUTS },
      (_, index) =>
        field(t("figure.neuron.input", { number: index + 1 }), (value) => {
          state.set({ backInputs: read().inputs.map((old, at) => at === index ? value : old) });
        }),
    );
    const weightFields = WEIGHTS.map((index) =>
      field(t("figure.neuron.weight", { number: index + 1 }), (value) => {
        state.set({ backWeights: read().weights.map((old, at) => at === index ? value : old) });
      })
    );
    const targetField = field(t("figure.back.target"), (value) => state.set({ backTarget: value }));
    const combines = element(
      "select",
      {},
      ...COMBINES.map((name) => element("option", { value: name }, t(COMBINE_NAMES[name]))),
    );
    stops.push(
      listen(combines, "change", () => state.set({ backCombine: combines.value, backTerms: 0 })),
    );
    const cards = PLACES.map((index) => {
      const sum = element("p", {});
      const back = element("p", { class: "way-back" });
      const terms = WEIGHTS.map(() => element("p", { class: "way-back" }));
      const card = element(
        "div",
        { class: "figure-card" },
        element("h3", {}, t("figure.back.place", { place: index + 1 })),
        sum,
        back,
        ...terms,
      );
      return { sum, back, terms, card };
    });
    const forwards = element("p", {});
    const back = element("p", { class: "way-back" });
    const totals = WEIGHTS.map(() => element("p", { class: "way-back" }));
    const told = element("p", { class: "answer", role: "status" });
    const next = button(t("figure.back.next"), () => {
      state.set({ backTerms: numShown(Infinity) + 1 });
    }, { class: "primary" });
    const all = button(t("figure.back.all"), () => state.set({ backTerms: stepsOf().length }));
    const again = button(t("figure.again"), () => state.set({ backTerms: 0 }));
    place.append(
      element(
        "div",
        { class: "figure-side" },
        row(t("figure.back.inputs"), ...inputFields),
        row(t("figure.back.filter"), ...weightFields),
        element("label", { class: "choice" }, t("figure.back.behind"), combines),
        row(t("figure.back.target"), targetField),
        element("div", { class: "tools" }, next, all, again),
        told,
      ),
      element("div", { class: "figure-cards" }, ...cards.map(({ card }) => card)),
      element("div", { class: "figure-side" }, forwards, back, ...totals),
    );

    function stepsOf() {
      const net = read();
      return waysBack(net, passes(net.inputs, net.weights, net.target, net.combine), t);
    }

    function show() {
      const net = read();
      const { inputs, weights, target, combine } = net;
      const made = passes(inputs, weights, target, combine);
      const steps = waysBack(net, made, t);
      const count = numShown(steps.length);
      const seen = new Set(steps.slice(0, count).map(({ about }) => about));
      const shown = (/** @type {string} */ about, /** @type {number} */ value) =>
        seen.has(about) ? toText(value) : HIDDEN;
      cards.forEach((card, at) => {
        const terms = WEIGHTS.map((w) => {
          const input = inputs[at + w];
          return `${w ? signed(input) : toText(input)} × ${signed(weights[w])}`;
        });
        card.sum.textContent = `${terms.join(" + ")} = ${toText(made.sums[at])}`;
        card.back.textContent = t("figure.back.getsBack", {
          back: shown(`place ${at}`, made.backs[at]),
        });
        card.terms.forEach((line, w) => {
          line.textContent = t("figure.back.term", {
            weight: w + 1,
            term: shown(`term ${at} ${w}`, made.backs[at] * inputs[at + w]),
          });
        });
      });
      forwards.textContent = t("figure.back.forwards", {
        output: toText(made.output),
        target: signed(target),
        error: toText(made.error),
        loss: toText(made.error ** 2),
      });
      back.textContent = t("figure.back.outputGets", { back: shown("output", made.back) });
      totals.forEach((line, w) => {
        line.textContent = t("figure.back.total", {
          weight: w + 1,
          total: shown(`total ${w}`, made.gradient[w]),
        });
      });
      told.textContent = count ? steps[count - 1].says : t("figure.back.begin");
      next.disabled = all.disabled = count === steps.length;
      const fields = [...inputFields, ...weightFields, targetField];
      [...inputs, ...weights, target].forEach((value, index) => {
        if (document.activeElement !== fields[index]) fields[index].value = String(value);
      });
      combines.value = combine;
    }

    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {string} label @param {...HTMLElement} fields */
function row(label, ...fields) {
  return element("div", { class: "field-row" }, element("span", {}, label), ...fields);
}

/**
 * Returns the numbers of the way back in their order, each with the reason for it.
 *
 * @param {Net} net
 * @param {Passes} passes
 * @param {Translate} t
 * @returns {{about: string, says: string}[]}
 */
function waysBack({ inputs, combine }, { sums, error, back, backs, gradient }, t) {
  const largest = sums.indexOf(Math.max(...sums));
  return [
    {
      about: "output",
      says: t("figure.back.saysOutput", { error: signed(error), back: toText(back) }),
    },
    ...PLACES.map((at) => ({
      about: `place ${at}`,
      says: t(
        combine === "sum"
          ? "figure.back.saysSum"
          : at === largest
          ? "figure.back.saysWinner"
          : "figure.back.saysLoser",
        { place: at + 1, back: toText(backs[at]) },
      ),
    })),
    ...WEIGHTS.flatMap((w) => [
      ...PLACES.map((at) => ({
        about: `term ${at} ${w}`,
        says: t("figure.back.saysTerm", {
          place: at + 1,
          weight: w + 1,
          input: signed(inputs[at + w]),
          back: toText(backs[at]),
          term: toText(backs[at] * inputs[at + w]),
        }),
      })),
      {
        about: `total ${w}`,
        says: t("figure.back.saysTotal", {
          weight: w + 1,
          terms: PLACES.map((at) => {
            const term = backs[at] * inputs[at + w];
            return at ? signed(term) : toText(term);
          }).join(" + "),
          total: toText(gradient[w]),
        }),
      },
    ]),
  ];
}
