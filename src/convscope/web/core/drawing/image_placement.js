/** Pictures put into an image the way a data set's makers put theirs; see `image_placement.py`. */

import { begin, centre, clamp, fit, inkBox, liesRight, sampleOnGrid } from "./fitting.js";
import { leftoverInk } from "./leftover_ink.js";
import { findPlacement } from "./placements.js";
import { findInk, isClean } from "./raster_ink.js";
import { areaAverage, toGreyImage } from "./resample.js";
import { slantOfInk, standUpright } from "./slant.js";
import { changeWidth, strokeWidth } from "./stroke_width.js";
import { findWriting, joined } from "./writing.js";

/** @import { GreyImage } from "../ink.js" */
/** @import { Pair, Placed } from "./fitting.js" */
/** @import { Planes } from "./paper.js" */
/** @import { Placement } from "./placements.js" */
/** @import { Window } from "./resample.js" */
/** @import { Character } from "./writing.js" */

/** Larger pictures are reduced to this side first: no stroke needs more pixels. */
const LARGEST_PICTURE = 640;

/** Pictures with a shorter longer side are images of a data set: they hold nothing but ink. */
const SMALLEST_PHOTOGRAPH = 64;

/** Pixels along the side of a canvas pixel while the stroke width of a picture is changed. */
const DETAIL = 4;

/**
 * Returns a picture's brightness by the luma weights of ITU-R BT.601, as `to_grey` does; what is
 * transparent shows white paper.
 *
 * @param {{height: number, width: number, data: Uint8ClampedArray}} rgba such as an `ImageData`
 * @returns {GreyImage}
 */
export function greyFromRgba({ height, width, data }) {
  const pixels = new Uint8Array(height * width);
  for (let i = 0; i < pixels.length; i++) {
    const at = 4 * i;
    const luma = Math.floor(
      (299 * data[at] + 587 * data[at + 1] + 114 * data[at + 2] + 500) / 1000,
    );
    const alpha = data[at + 3];
    pixels[i] = Math.floor((luma * alpha + 255 * (255 - alpha)) / 255 + 0.5);
  }
  return { height, width, pixels };
}

/**
 * Returns a picture's channels; what is transparent shows white paper. One where all are equal.
 *
 * @param {{height: number, width: number, data: Uint8ClampedArray}} rgba such as an `ImageData`
 * @returns {Planes}
 */
export function planesFromRgba({ height, width, data }) {
  const planes = [0, 1, 2].map((channel) => {
    const plane = new Uint8Array(height * width);
    for (let i = 0; i < plane.length; i++) {
      const alpha = data[4 * i + 3];
      plane[i] = Math.floor((data[4 * i + channel] * alpha + 255 * (255 - alpha)) / 255 + 0.5);
    }
    return plane;
  });
  const [red, ...others] = planes;
  const isGrey = others.every((plane) => plane.every((value, i) => value === red[i]));
  return { height, width, planes: isGrey ? [red] : planes };
}

/**
 * Puts all ink of a picture into one image, or returns null for blank paper. Strokes wider or
 * narrower than the training set's are brought to its nearest usual width.
 *
 * @param {GreyImage} picture any size, bright ink on dark or dark on light
 * @param {string | Placement} placement a name or a row of `PLACEMENTS`
 * @returns {Placed | null}
 */
export function placeImage({ height, width, pixels }, placement) {
  return place({ height, width, planes: [pixels] }, placement, true)[0] ?? null;
}

/**
 * Puts each character of a picture into an image of its own, in reading order; under some
 * placements all ink is one character. Returns nothing for blank paper.
 *
 * @param {Planes} picture
 * @param {string | Placement} placement
 * @returns {Placed[]}
 */
export function placeCharacters(picture, placement) {
  return place(picture, placement, false);
}

/**
 * @param {Planes} picture
 * @param {string | Placement} placement
 * @param {boolean} isOne
 * @returns {Placed[]}
 */
function place(picture, placement, isOne) {
  const rule = typeof placement === "string" ? findPlacement(placement) : placement;
  const reduction = Math.max(1, Math.max(picture.height, picture.width) / LARGEST_PICTURE);
  const whole = greyOf(picture);
  const grey = reduced(whole, reduction);
  if (rule.box === null) return [placeAsItLies(grey, rule, reduction)];
  if (Math.max(picture.height, picture.width) < SMALLEST_PHOTOGRAPH) {
    const found = findInk(grey);
    if (!found || !inkBox(found.ink)) return [];
    return [placeInk({ ink: found.ink, top: 0, left: 0 }, rule, 1, found.isInverted, true)];
  }
  const [height, width] = [grey.height, grey.width];
  const planes = picture.planes.map((pixels) =>
    reduced({ height: picture.height, width: picture.width, pixels }, reduction).pixels
  );
  const clean = isClean(whole) ? findInk(grey) : null;
  let writing = findWriting({ height, width, planes }, false, rule.is_spread);
  if (!writing && clean) {
    const ink = leftoverInk(clean.ink);
    const { isInverted } = clean;
    return ink ? [placeInk({ ink, top: 0, left: 0 }, rule, reduction, isInverted, false)] : [];
  }
  writing ??= findWriting({ height, width, planes }, true);
  if (!writing) return [];
  const { characters, isBright, isSure } = writing;
  return (isOne || rule.is_spread ? [joined(characters)] : characters)
    .map((character) => placeInk(character, rule, reduction, !isBright, isSure));
}

/** @param {Planes} picture @returns {GreyImage} */
function greyOf({ height, width, planes: [red, green, blue] }) {
  if (!green) return { height, width, pixels: red };
  const pixels = new Uint8Array(red.length);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.floor((299 * red[i] + 587 * green[i] + 114 * blue[i] + 500) / 1000);
  }
  return { height, width, pixels };
}

/**
 * Scales and centres ink.
 *
 * @param {Character} character
 * @param {Placement} rule
 * @param {number} reduction of the picture it was found in
 * @param {boolean} isInverted
 * @param {boolean} isSure
 * @returns {Placed}
 */
function placeInk({ ink, top, left }, rule, reduction, isInverted, isSure) {
  const box = inkBox(ink) ?? { top: 0, left: 0, height: ink.height, width: ink.width };
  if (liesRight(ink, box, rule)) {
    const width = strokeWidth(ink);
    return {
      image: ink,
      box,
      scale: [1, 1],
      shift: [0, 0],
      slant: 0,
      strokeWidthBefore: width,
      strokeWidth: width,
      isInverted,
      isSure,
    };
  }
  const slant = rule.upright ? slantOfInk(ink) : 0;
  const crop = cropped(slant ? standUpright(ink, slant) : ink);
  const { scale, scaled, before } = scaledToUsualWidth(crop, rule, rule.box ?? [1, 1]);
  const { image: centred, shift } = centre(scaled, rule);
  const image = sampleOnGrid(centred, rule);
  return {
    image,
    box: {
      top: (box.top + top) * reduction,
      left: (box.left + left) * reduction,
      height: box.height * reduction,
      width: box.width * reduction,
    },
    scale: [scale[0] / reduction, scale[1] / reduction],
    shift,
    slant,
    strokeWidthBefore: before,
    strokeWidth: strokeWidth(image),
    isInverted,
    isSure,
  };
}

/**
 * @param {GreyImage} grey
 * @param {number} reduction
 * @returns {GreyImage}
 */
function reduced(grey, reduction) {
  if (reduction === 1) return grey;
  /** @type {(side: number) => Window} */
  const window = (side) => [0, reduction, Math.max(1, Math.floor(side / reduction))];
  return toGreyImage(areaAverage(grey, window(grey.height), window(grey.width)));
}

/**
 * The whole picture, its aspect kept, in the middle of the canvas.
 *
 * @param {GreyImage} grey
 * @param {Placement} rule
 * @param {number} reduction
 * @returns {Placed}
 */
function placeAsItLies(grey, rule, reduction) {
  const scale = fit([rule.canvas, rule.canvas], [grey.height, grey.width], 1, rule.stretch);
  const image = scaledTo(grey, scale, rule);
  const width = strokeWidth(image);
  return {
    image,
    box: { top: 0, left: 0, height: grey.height * reduction, width: grey.width * reduction },
    scale: [scale[0] / reduction, scale[1] / reduction],
    shift: [0, 0],
    slant: 0,
    strokeWidthBefore: width,
    strokeWidth: width,
    isInverted: false,
    isSure: true,
  };
}

/**
 * The part of the ink inside its box.
 *
 * @param {GreyImage} ink
 * @returns {GreyImage}
 */
function cropped(ink) {
  const box = inkBox(ink);
  if (box === null) return ink;
  const pixels = new Uint8Array(box.height * box.width);
  for (let row = 0; row < box.height; row++) {
    const first = (box.top + row) * ink.width + box.left;
    pixels.set(ink.pixels.subarray(first, first + box.width), row * box.width);
  }
  return { height: box.height, width: box.width, pixels };
}

/**
 * Ink scaled into the middle of the canvas, its strokes made wider or narrower where unusual.
 *
 * @param {GreyImage} crop
 * @param {Placement} rule
 * @param {Pair} room
 * @returns {{scale: Pair, scaled: GreyImage, before: number}}
 */
function scaledToUsualWidth(crop, rule, room) {
  const scale = fit(room, [crop.height, crop.width], 1, rule.stretch);
  const ownWidth = strokeWidth(crop);
  const before = ownWidth * Math.sqrt(scale[0] * scale[1]);
  const wanted = clamp(before, ...rule.usual_widths);
  if (wanted === before) return { scale, scaled: scaledTo(crop, scale, rule), before };
  const newScale = scaleForWidth(room, rule.stretch, crop, ownWidth, wanted);
  return { scale: newScale, scaled: scaledToWidth(crop, newScale, rule, ownWidth, wanted), before };
}

/**
 * @param {GreyImage} ink
 * @param {Pair} scale
 * @param {Placement} rule
 * @returns {GreyImage}
 */
function scaledTo(ink, scale, { canvas }) {
  /** @type {(side: number, scale: number) => Window} */
  const window = (side, scale) => [-begin(canvas, side * scale) / scale, 1 / scale, canvas];
  const [rows, columns] = [window(ink.height, scale[0]), window(ink.width, scale[1])];
  return toGreyImage(areaAverage(ink, rows, columns));
}

/**
 * The scales after which ink fills the box once its strokes have the wanted width.
 *
 * @param {Pair} room
 * @param {number} stretch
 * @param {GreyImage} crop
 * @param {number} ownWidth
 * @param {number} wanted
 * @returns {Pair}
 */
function scaleForWidth(room, stretch, crop, ownWidth, wanted) {
  const path = /** @type {Pair} */ ([crop.height - ownWidth, crop.width - ownWidth]);
  if (Math.max(...path) < ownWidth / 2) { // a dot or a blob has no path to scale
    return [wanted / ownWidth, wanted / ownWidth];
  }
  return fit([room[0] - wanted, room[1] - wanted], path, ownWidth / 4, stretch);
}

/**
 * @param {GreyImage} ink
 * @param {Pair} scale
 * @param {Placement} rule
 * @param {number} ownWidth
 * @param {number} wanted
 * @returns {GreyImage}
 */
function scaledToWidth(ink, scale, { canvas }, ownWidth, wanted) {
  const meanScale = Math.sqrt(scale[0] * scale[1]);
  const change = wanted - ownWidth * meanScale;
  /** @type {(side: number, scale: number) => Window} */
  const window = (side, scale) => {
    const start = begin(canvas, side * scale + change) + change / 2;
    return [-start / scale, 1 / (scale * DETAIL), canvas * DETAIL];
  };
  const [rows, columns] = [window(ink.height, scale[0]), window(ink.width, scale[1])];
  const fine = areaAverage(ink, rows, columns);
  const fineWidth = ownWidth * meanScale * DETAIL;
  const brightest = fine.pixels.reduce((most, value) => Math.max(most, value));
  // thinner than two pixels, ink is only grey
  const threshold = Math.min(127.5 * Math.min(1, fineWidth / 2), brightest / 2);
  const { height, width } = fine;
  const isInk = new Uint8Array(height * width);
  for (let i = 0; i < isInk.length; i++) isInk[i] = fine.pixels[i] >= threshold ? 1 : 0;
  const binary = { height, width, pixels: isInk.map((value) => value * 255) };
  const amount = wanted * DETAIL - strokeWidth(binary);
  const pixels = changeWidth(isInk, height, width, amount, DETAIL);
  return toGreyImage(
    areaAverage({ height, width, pixels }, [0, DETAIL, canvas], [0, DETAIL, canvas]),
  );
}
