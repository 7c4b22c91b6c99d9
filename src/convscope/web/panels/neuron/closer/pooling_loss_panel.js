/** What pooling keeps of a map, what it throws away, and what nobody can tell afterwards. */

/** @import { Explanation } from "../../../net/inspector.js" */
/** @import { Closer } from "./closer_look.js" */
/** @import { DrawState, DrawStore } from "../../draw_state.js" */
/** @import { Pixels } from "../../picture_pixels.js" */
import { element, listen } from "../../../core/dom.js";
import { toText } from "../../../core/number_text.js";
import { KIND_FACTS } from "../../../net/kind_facts.js";
import { isApart, pooledMap, poolingLoss, turnedInWindows } from "../../../net/pooling_loss.js";
import { pixelOf } from "../../canvas.js";
import { inputOf } from "../../layer_values.js";
import { createFigure, mapPixels, stepOf } from "../../map_figure.js";
import { textsOf } from "../../reader.js";

/**
 * Returns the section.
 *
 * @param {DrawStore} state
 * @returns {Closer}
 */
export function createPoolingLoss(state) {
  const t = textsOf(state.get());
  const whole = createFigure();
  const kept = createFigure();
  const pooled = createFigure();
  const counts = element("p", { class: "pooling-counts" });
  const place = element("p", {});
  const turn = element("input", { type: "checkbox" });
  const turning = element(
    "label",
    { class: "switch" },
    turn,
    element("span", {}, t("pooling.turn")),
  );
  const same = element("p", { class: "pooling-same", role: "status" });
  const root = element(
    "div",
    { class: "pooling" },
    element("div", { class: "figure-pair" }, whole.root, kept.root, pooled.root),
    counts,
    place,
    turning,
    same,
  );
  listen(turn, "change", () => {
    const now = state.get();
    if (now.explanation) draw(now, now.explanation);
  });

  /** @param {Readonly<DrawState>} now @param {Explanation} explanation */
  function draw(now, { layer, kind, input_layer: from, position }) {
    const step = stepOf(now, layer);
    const channel = position[2];
    const { layers } = now.model.architecture;
    const at = layers.findIndex(({ name }) => name === layer);
    const input = inputOf(now, step);
    const output = now.judged?.snapshot.layers[at]?.activation ?? [];
    const isApartHere = isApart(step);
    const isTurned = turn.checked && isApartHere;
    const turned = isTurned ? turnedInWindows(step, input, channel) : null;
    const [height, width, channels] = step.inputShape;
    const shown = turned ? spread(input, turned, channels, channel) : input;
    const loss = poolingLoss(step, shown, channel);
    const { accent } = now.colors;
    const picture = mapPixels(now, shown, step.inputShape, channel);
    whole.draw(t("neuron.beforeChannel", { layer: from, channel }), picture, accent, {
      frame: null,
    });
    const keepsWinner = KIND_FACTS[kind].keeps_winner;
    kept.root.hidden = !keepsWinner;
    kept.draw(t("pooling.kept"), onlyKept(picture, loss.kept, pixelOf(now.colors.line)), accent, {
      frame: null,
    });
    pooled.draw(
      t("neuron.map", { layer, channel }),
      mapPixels(now, output, step.outputShape, channel),
      accent,
      { frame: null },
    );
    const { size, thrown, zeros, unseen, outputs } = loss;
    counts.textContent = t(keepsWinner ? "pooling.counts" : "pooling.means", {
      size,
      kept: size - thrown,
      thrown,
      zeros,
      outputs,
    }) + (unseen ? ` ${t("pooling.unseen", { number: unseen })}` : "");
    place.textContent = t(keepsWinner ? "pooling.place" : "pooling.placeMean", {
      number: step.sliding?.map(({ window }) => window).reduce((a, b) => a * b) ?? height * width,
    });
    turning.hidden = same.hidden = !isApartHere;
    same.textContent = turned ? t("pooling.same", { difference: difference(turned) }) : "";

    /** @param {Float32Array} map @returns {string} by how much the pooled maps differ */
    function difference(map) {
      const there = pooledMap(step, map);
      const outputs = step.outputShape[2];
      return toText(there.reduce(
        (most, value, index) => Math.max(most, Math.abs(value - output[index * outputs + channel])),
        0,
      ));
    }
  }

  return {
    name: "lost",
    title: "pooling.title",
    root,
    fits: (_, { kind }) => KIND_FACTS[kind].pools,
    draw,
  };
}

/**
 * Returns a layer's values with one map replaced.
 *
 * @param {ArrayLike<number>} values
 * @param {Float32Array} map
 * @param {number} channels
 * @param {number} channel
 * @returns {Float32Array}
 */
function spread(values, map, channels, channel) {
  const result = Float32Array.from(values);
  map.forEach((value, place) => result[place * channels + channel] = value);
  return result;
}

/**
 * @param {Pixels} picture
 * @param {Set<number>} kept
 * @param {number} other pixel
 * @returns {Pixels} the other pixel everywhere else
 */
function onlyKept({ pixels, width, height }, kept, other) {
  return { pixels: pixels.map((pixel, place) => kept.has(place) ? pixel : other), width, height };
}
