/** Connections of joins: one value of each input, at the neuron's own position. */

/** @import { Connection, Context } from "./connections.js" */
import { flatIndex } from "../core/arrays.js";
import { asPicture, JOINS_OF_VALUES, positionIn } from "./joins.js";
import { KIND_FACTS } from "./kind_facts.js";

/**
 * One value that a join takes in. `source` says which of its inputs it comes from, `weight` how much
 * the neuron changes when it changes by 1.
 *
 * @typedef {{source: number, position: number[], value: number, weight: number}} Joined
 */

/**
 * Returns every value that the neuron at a position takes in, in order.
 *
 * @param {Context} context
 * @param {number[]} position
 * @returns {Joined[]}
 */
export function joinedValues({ kind, step: { inputShapes }, inputs }, position) {
  const places = KIND_FACTS[kind].appends
    ? [appendedPlace(inputShapes, position)]
    : inputShapes.map((shape, source) => ({ source, position: positionIn(shape, position) }));
  const values = places.map(({ source, position }) =>
    inputs[source][flatIndex(inputShapes[source], position)]
  );
  const weights = JOINS_OF_VALUES[kind].weights(values);
  return places.map((place, index) => ({
    ...place,
    value: values[index],
    weight: weights[index],
  }));
}

/**
 * Returns the neurons of a join that one value feeds, and how much each changes with it.
 *
 * @param {Context} context
 * @param {number} source which of its inputs the value comes from
 * @param {number[]} position in that input
 * @returns {Connection[]}
 */
export function fedBy(context, source, position) {
  const { inputShapes, outputShape } = context.step;
  return placesFed(context, source, position).map((place) => {
    const own = outputShape.length === 1 ? place.slice(-1) : place;
    const joined = joinedValues(context, own).find((value) => value.source === source);
    return { position: own, weight: joined?.weight ?? 0, isPadding: false };
  });

  /** @param {Context} context @param {number} source @param {number[]} position */
  function placesFed({ kind }, source, position) {
    const [row, column, channel] = asPictureAt(position);
    if (KIND_FACTS[kind].appends) {
      const before = inputShapes.slice(0, source).map((shape) => shape[shape.length - 1]);
      return [[row, column, channel + before.reduce((a, b) => a + b, 0)]];
    }
    const own = asPicture(inputShapes[source]);
    const [rows, columns, channels] = asPicture(outputShape).map((size, axis) =>
      own[axis] === 1 ? Array.from({ length: size }, (_, at) => at) : [[row, column, channel][axis]]
    );
    return rows.flatMap((r) => columns.flatMap((c) => channels.map((k) => [r, c, k])));
  }
}

/** @param {readonly number[]} position @returns {number[]} row, column, channel */
function asPictureAt(position) {
  return [0, 0, ...position].slice(-3);
}

/**
 * @param {readonly (readonly number[])[]} shapes
 * @param {number[]} position
 * @returns {{source: number, position: number[]}}
 */
function appendedPlace(shapes, position) {
  let channel = position[position.length - 1];
  const source = shapes.findIndex((shape) => {
    const channels = shape[shape.length - 1];
    if (channel < channels) return true;
    channel -= channels;
    return false;
  });
  return { source, position: [...position.slice(0, -1), channel] };
}
