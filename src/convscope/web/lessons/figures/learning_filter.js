/** A filter that is trained in the page: noise at first, then an edge. */

/** @import { TextKey } from "../texts.js" */
/** @import { EdgeNet } from "../edge_net.js" */
/** @import { Figure } from "../figure.js" */
import { button, element, listen } from "../../core/dom.js";
import { toText } from "../../core/number_text.js";
import { createCells, numberCells, shade } from "../cells.js";
import { createEdgeNet, FILTER, NUM_PICTURES, PLACES, SIZE, WINDOW } from "../edge_net.js";
import { within } from "../figure.js";
import { runLayer } from "../layers.js";

const NUM_BEGINNINGS = 9;
const MOST_STEPS = 300;

/** How many steps a press takes. */
const STRIDES = [10, 100];

const KINDS = /** @type {const} */ (["upright", "level"]);

/** @typedef {{taken: number, beginning: number}} LearningFilterState */

/** @type {Figure<LearningFilterState>} */
export const learningFilterFigure = {
  name: "learning-filter",
  defaults: { taken: 0, beginning: 5 },
  mount(place, state, t) {
    /** @type {{seed: number, net: EdgeNet} | null} */
    let now = null;

    function read() {
      const { taken, beginning } = state.get();
      const steps = Math.round(within(taken, 0, MOST_STEPS, 0));
      const seed = Math.round(within(beginning, 1, NUM_BEGINNINGS, 1));
      return { steps, seed };
    }

    /** @returns {EdgeNet} the net with as many steps as the state says */
    function netNow() {
      const { steps, seed } = read();
      if (!now || now.seed !== seed || now.net.steps() > steps) {
        now = { seed, net: createEdgeNet(seed) };
      }
      now.net.goTo(steps);
      return now.net;
    }

    const filter = numberCells(WINDOW);
    filter.root.setAttribute("role", "img");
    const examples = KINDS.map((kind, index) => {
      const title = t(/** @type {TextKey} */ (`figure.learningFilter.kind.${kind}`));
      const [picture, map] = [createCells(SIZE), createCells(PLACES)];
      const largest = element("p", {});
      const caption = element("figcaption", {}, title);
      const part = element(
        "div",
        { class: "learning-example" },
        element("figure", {}, caption, picture.root),
        element("figure", {}, element("figcaption", {}, t("figure.learningFilter.map")), map.root),
        largest,
      );
      for (const { root } of [picture, map]) root.setAttribute("aria-hidden", "true");
      return { index, picture, map, largest, part };
    });
    const beginning = element(
      "select",
      {},
      ...Array.from(
        { length: NUM_BEGINNINGS },
        (_, index) => element("option", { value: String(index + 1) }, String(index + 1)),
      ),
    );
    const forward = STRIDES.map((steps) =>
      button(t("figure.learningFilter.steps", { steps }), () => {
        state.set({ taken: Math.min(read().steps + steps, MOST_STEPS) });
      })
    );
    const back = button(t("figure.learningFilter.back"), () => state.set({ taken: 0 }));
    const answer = element("p", { class: "answer", role: "status" });
    const sides = element("p", { class: "sums" });
    place.append(element(
      "div",
      { class: "learning-figure" },
      element(
        "div",
        { class: "choices in-a-row" },
        element("label", {}, t("figure.learningFilter.beginning"), beginning),
        ...forward,
        back,
      ),
      element(
        "div",
        { class: "learning-parts" },
        element(
          "figure",
          { class: "learning-filter" },
          element("figcaption", {}, t("figure.learningFilter.filter")),
          filter.root,
        ),
        ...examples.map(({ part }) => part),
      ),
      answer,
      sides,
    ));

    function show() {
      const { steps, seed } = read();
      const net = netNow();
      const weights = net.filter();
      filter.show(weights.kernel, Math.max(...weights.kernel.map(Math.abs)));
      const numbers = [...weights.kernel].map((weight) => toText(weight, 2)).join(" ");
      filter.root.setAttribute("aria-label", t("figure.learningFilter.weights", { numbers }));
      for (const { index, picture, map, largest } of examples) {
        const pixels = net.pictures.inputs.subarray(index * SIZE ** 2, (index + 1) * SIZE ** 2);
        const { values } = runLayer([SIZE, SIZE, 1], FILTER, pixels, weights);
        const most = Math.max(...values.map(Math.abs));
        picture.cells.forEach((cell, at) => shade(cell, pixels[at]));
        map.cells.forEach((cell, at) => shade(cell, values[at] / most));
        const value = toText(Math.max(...values), 2);
        largest.textContent = t("figure.learningFilter.largest", { value });
      }
      const line = (/** @type {readonly number[]} */ at) =>
        at.reduce((sum, index) => sum + weights.kernel[index], 0);
      const right = line([2, 5, 8]) - line([0, 3, 6]);
      const below = line([6, 7, 8]) - line([0, 1, 2]);
      answer.textContent = t("figure.learningFilter.says", {
        steps,
        right: net.numRight(),
        all: NUM_PICTURES,
      });
      sides.textContent = t("figure.learningFilter.sides", {
        right: toText(right, 2),
        below: toText(below, 2),
      });
      beginning.value = String(seed);
      for (const each of forward) each.disabled = steps === MOST_STEPS;
    }

    const stops = [
      listen(
        beginning,
        "change",
        () => state.set({ beginning: Number(beginning.value), taken: 0 }),
      ),
    ];
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};
