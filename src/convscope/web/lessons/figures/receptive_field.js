/** What a neuron sees of the picture through several layers, along one axis. */

/** @import { Figure } from "../figure.js" */
import { element, listen } from "../../core/dom.js";
import { convolutionJson } from "../../net/layer_json.js";
import { fieldWindow } from "../../net/receptive_field.js";
import { within } from "../figure.js";
import { stepsOf } from "../layers.js";
import { moveOver } from "../moving.js";
import { svg } from "../svg.js";

const ROWS = 31;
const WINDOW = 3;
const MOST_LAYERS = 3;

/** From one line of cells to the next. */
const PITCH = 2.4;

/** @typedef {{depth: number, jump: number, neuronAt: number}} ReceptiveFieldState */

/** @type {Figure<ReceptiveFieldState>} */
export const receptiveFieldFigure = {
  name: "receptive-field",
  defaults: { depth: 2, jump: 1, neuronAt: 2 },
  mount(place, state, t) {
    function read() {
      const { depth, jump, neuronAt } = state.get();
      const numLayers = Math.round(within(depth, 1, MOST_LAYERS, 2));
      const stride = Math.round(within(jump, 1, 2, 1));
      const steps = stepsOf(
        [ROWS, 1, 1],
        Array.from(
          { length: numLayers },
          (_, index) =>
            convolutionJson(`layer${index}`, 1, WINDOW, {
              kernel_size: [WINDOW, 1],
              strides: [stride, 1],
            }),
        ),
      );
      const count = steps[numLayers - 1].outputShape[0];
      const index = Math.round(within(neuronAt, 1, count, 1)) - 1;
      return { numLayers, stride, steps, count, index };
    }

    const depth = choice([1, 2, MOST_LAYERS]);
    const jump = choice([1, 2]);
    const picture = svg("svg", { class: "strides fields" });
    const answer = element("p", { class: "answer", role: "status" });
    place.append(element(
      "div",
      { class: "lines-figure" },
      element(
        "div",
        { class: "choices in-a-row" },
        element("label", {}, t("figure.receptiveField.layers"), depth),
        element("label", {}, t("figure.receptiveField.stride"), jump),
      ),
      picture,
      answer,
    ));

    function show() {
      const { numLayers, stride, steps, count, index } = read();
      const lines = [
        { length: ROWS, middle: (/** @type {number} */ row) => row },
        ...steps.map(({ outputShape, receptiveField: { offset, size, stride: pixels } }) => ({
          length: outputShape[0],
          middle: (/** @type {number} */ row) => offset[0] + row * pixels[0] + (size[0] - 1) / 2,
        })),
      ];
      /** First and last neuron of each line that the chosen one sees. @type {number[][]} */
      const seen = Array.from({ length: numLayers + 1 }, () => [index, index]);
      for (let line = numLayers - 1; line >= 0; line--) {
        const [first, last] = seen[line + 1];
        seen[line] = [first * stride, last * stride + WINDOW - 1];
      }
      const parts = lines.flatMap(({ length, middle }, line) => {
        const [first, last] = seen[line];
        const y = line * PITCH;
        const above = line ? lines[line - 1] : null;
        const fan = above
          ? [svg("path", {
            d: `M${above.middle(seen[line - 1][0])},${y - PITCH + 1}` +
              `H${above.middle(seen[line - 1][1]) + 1}L${middle(last) + 1},${y}` +
              `H${middle(first)}Z`,
            class: "fan",
          })]
          : [];
        const cells = Array.from({ length }, (_, row) =>
          svg("rect", {
            x: middle(row) + 0.05,
            y: y + 0.05,
            width: 0.9,
            height: 0.9,
            class: row >= first && row <= last ? "seen" : "row",
          }));
        return [...fan, ...cells];
      });
      picture.setAttribute("viewBox", `0 0 ${ROWS} ${numLayers * PITCH + 1}`);
      picture.replaceChildren(...parts);
      const { top, bottom } = fieldWindow(steps[numLayers - 1].receptiveField, index, 0);
      answer.textContent = t("figure.receptiveField.says", {
        neuron: index + 1,
        count,
        first: top + 1,
        last: bottom,
        rows: bottom - top,
      });
      depth.value = String(numLayers);
      jump.value = String(stride);
    }

    /** @param {number} index from 0 */
    function jumpTo(index) {
      state.set({ neuronAt: Math.min(Math.max(index, 0), read().count - 1) + 1 });
    }
    const stops = [
      listen(depth, "change", () => state.set({ depth: Number(depth.value) })),
      listen(jump, "change", () => state.set({ jump: Number(jump.value) })),
      moveOver(picture, {
        rows: 1,
        columns: ROWS,
        label: t("figure.receptiveField.label", { rows: ROWS }),
        step: (down, right) => jumpTo(read().index + (right || down)),
        point(_, column) {
          const { steps, numLayers } = read();
          const { offset, size, stride } = steps[numLayers - 1].receptiveField;
          jumpTo(Math.round((column - offset[0] - (size[0] - 1) / 2) / stride[0]));
        },
      }),
    ];
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {readonly number[]} numbers @returns {HTMLSelectElement} */
function choice(numbers) {
  return element(
    "select",
    {},
    ...numbers.map((number) => element("option", { value: String(number) }, String(number))),
  );
}
