/** From what is on the screen, strokes or a picture, to the bytes that enter the net. */

/** @import { GreyImage, Stroke } from "../core/ink.js" */
/** @import { Placed } from "../core/placement.js" */
/** @import { Placement } from "../core/drawing/placements.js" */
/** @import { Model } from "../net/model.js" */
/** @import { Picture } from "./draw_state.js" */
import { areaAverage } from "../core/drawing/resample.js";
import {
  findPlacement,
  greyFromRgba,
  placeCharacters,
  placeStrokes,
  planesFromRgba,
} from "../core/placement.js";

/** @typedef {{received: Uint8Array, placed: Placed | null}} NetInput */

/**
 * Returns the model's placement, brought to the size of the net's input.
 *
 * @param {Model} model
 * @returns {Placement}
 */
export function placementOf({ placement, architecture }) {
  const rule = findPlacement(placement);
  const [height, width] = architecture.input.shape;
  const canvas = Math.min(height, width);
  if (canvas === rule.canvas) return rule;
  const scale = canvas / rule.canvas;
  return {
    ...rule,
    canvas,
    box: rule.box && [rule.box[0] * scale, rule.box[1] * scale],
    stroke_width: Math.max(1, rule.stroke_width * scale),
    usual_widths: [rule.usual_widths[0] * scale, rule.usual_widths[1] * scale],
    grid: null,
  };
}

/**
 * Returns what the net receives for a drawing, or null for blank paper.
 *
 * @param {readonly Stroke[]} strokes
 * @param {Model} model
 * @returns {NetInput | null}
 */
export function inputOfStrokes(strokes, model) {
  const placed = placeStrokes(strokes, placementOf(model));
  return placed && { received: spread(placed.image, model), placed };
}

/**
 * Returns what the net receives for a picture, nothing for a blank one. A net for characters gets
 * each character in it, placed; any other net the picture as it is, fitted to its input.
 *
 * @param {Picture} picture
 * @param {Model} model
 * @returns {NetInput[]}
 */
export function inputsOfPicture(picture, model) {
  const rule = placementOf(model);
  if (rule.box === null) return [{ received: fitted(picture, model), placed: null }];
  return placeCharacters(planesFromRgba(picture), rule)
    .map((placed) => ({ received: spread(placed.image, model), placed }));
}

/**
 * Spreads ink over the channels: bright on dark for grey nets, dark on white paper for colour.
 *
 * @param {GreyImage} ink
 * @param {Model} model
 * @returns {Uint8Array} (height, width, channels)
 */
function spread(ink, { architecture }) {
  const [height, width, channels] = architecture.input.shape;
  const top = Math.floor((height - ink.height) / 2);
  const left = Math.floor((width - ink.width) / 2);
  const isColor = channels > 1;
  const bytes = new Uint8Array(height * width * channels).fill(isColor ? 255 : 0);
  for (let row = 0; row < ink.height; row++) {
    for (let column = 0; column < ink.width; column++) {
      const value = ink.pixels[row * ink.width + column];
      const at = ((row + top) * width + column + left) * channels;
      bytes.fill(isColor ? 255 - value : value, at, at + channels);
    }
  }
  return bytes;
}

/**
 * Returns a picture at the size of the input, each pixel the mean of what lies under it.
 *
 * A way to fit of another program, such as `crop:bilinear:256`, scales the shorter side to more pixels than
 * the input has; its filter is Python's matter.
 *
 * @param {Picture} picture
 * @param {Model} model
 * @returns {Uint8Array} (height, width, channels)
 */
function fitted(picture, { architecture, fit }) {
  const [height, width, channels] = architecture.input.shape;
  const down = picture.height / height;
  const across = picture.width / width;
  const [way, , edge] = fit.split(":");
  const cropped = edge
    ? Math.min(picture.height, picture.width) / Number(edge)
    : Math.min(down, across);
  const both = way === "crop" ? cropped : Math.max(down, across);
  const [rowStep, columnStep] = way === "stretch" ? [down, across] : [both, both];
  const rowStart = (picture.height - rowStep * height) / 2;
  const columnStart = (picture.width - columnStep * width) / 2;
  const bytes = new Uint8Array(height * width * channels);
  for (let channel = 0; channel < channels; channel++) {
    const pixels = channelOf(picture, channels === 1 ? -1 : channel);
    const plane = areaAverage(
      { height: picture.height, width: picture.width, pixels },
      [rowStart, rowStep, height],
      [columnStart, columnStep, width],
    );
    plane.pixels.forEach((value, i) => bytes[i * channels + channel] = Math.floor(value + 0.5));
  }
  return bytes;
}

/**
 * @param {Picture} picture
 * @param {number} channel −1 for brightness
 * @returns {Uint8Array}
 */
function channelOf(picture, channel) {
  if (channel < 0) return greyFromRgba(picture).pixels;
  const { data } = picture;
  return Uint8Array.from({ length: data.length / 4 }, (_, i) => {
    const alpha = data[4 * i + 3];
    return Math.floor((data[4 * i + channel] * alpha + 255 * (255 - alpha)) / 255 + 0.5);
  });
}
