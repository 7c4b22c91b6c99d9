/** What is seen on the pad: ink or a picture, the heat map, the keyboard's pen. */

/** @import { DrawState } from "../draw_state.js" */
/** @import { PenPlace } from "../../core/keyboard_pen.js" */
import { padTransform } from "../../draw/pad_window.js";
import { paintValues } from "../../draw/pixels.js";
import { smoothPieces } from "../../draw/stroke_lines.js";
import { createBuffer, palettesOf, prepare } from "../canvas.js";
import { className, isCovered } from "../draw_state.js";
import { placementOf } from "../net_input.js";
import { picturePixels } from "../picture_pixels.js";

const CURSOR_RADIUS = 7;

/** Holds one picture while it is being painted. */
const scratch = createBuffer();

/**
 * Paints the pad.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} side of it on the page
 * @param {Readonly<DrawState>} state
 * @param {PenPlace} cursor
 */
export function paintPad(canvas, side, state, cursor) {
  const context = prepare(canvas, side, side);
  const { accent } = state.colors;
  const pixels = picturePixels(state);
  if (pixels) paintPicture(context, pixels, side);
  else paintStrokes(context, state, side);
  if (pixels) paintBoxes(context, state, side);
  if (state.heat) paintHeat(context, state, side);
  if (cursor.isShown) paintCursor(context, cursor, side, accent);
}

/**
 * Paints the strokes as the reader drew them.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Readonly<DrawState>} state
 * @param {number} side of the square to paint in
 */
export function paintStrokes(context, { strokes, brush, colors }, side) {
  context.save();
  context.scale(side, side);
  context.strokeStyle = colors.ink;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    for (const { fromX, fromY, viaX, viaY, toX, toY, width } of smoothPieces(stroke)) {
      context.lineWidth = brush / 100 * width;
      context.beginPath();
      context.moveTo(fromX, fromY);
      context.quadraticCurveTo(viaX, viaY, toX, toY);
      context.stroke();
    }
  }
  context.restore();
}

/**
 * Paints a picture into the middle of a square.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{pixels: Uint32Array<ArrayBuffer>, width: number, height: number}} picture
 * @param {number} side
 */
export function paintPicture(context, { pixels, width, height }, side) {
  const scale = side / Math.max(width, height);
  context.imageSmoothingEnabled = scale < 1;
  const left = (side - width * scale) / 2;
  const top = (side - height * scale) / 2;
  const picture = scratch.show(pixels, width);
  context.drawImage(picture, left, top, width * scale, height * scale);
}

/**
 * Paints a box around each character of a picture, the chosen one's thicker, with its verdict.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Readonly<DrawState>} state
 * @param {number} side
 */
function paintBoxes(context, { picture, judged, model, character, colors }, side) {
  if (!picture || !judged || judged.characters.length < 2) return;
  const scale = side / Math.max(picture.width, picture.height);
  const left = (side - picture.width * scale) / 2;
  const top = (side - picture.height * scale) / 2;
  context.save();
  context.strokeStyle = colors.accent;
  context.fillStyle = colors.accent;
  context.font = "bold 14px sans-serif";
  judged.characters.forEach(({ box, best }, index) => {
    const [x, y] = [left + box.left * scale, top + box.top * scale];
    context.lineWidth = index === character ? 3 : 1;
    context.strokeRect(x - 4, y - 4, box.width * scale + 8, box.height * scale + 8);
    context.fillText(`${index + 1}: ${className(model, best)}`, x - 4, Math.max(14, y - 8));
  });
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Readonly<DrawState>} state
 * @param {number} side
 */
function paintHeat(context, state, side) {
  const { judged, model } = state;
  const map = judged?.snapshot.heatMap;
  if (!map) return;
  const values = withMargin(map.values, map.width);
  const pixels = paintValues(values, { low: 0, high: 1 }, palettesOf(state).heat);
  const heat = scratch.show(pixels, map.width + 2);
  const [height, width] = model.architecture.input.shape;
  const [across, down] = [width / map.width, height / map.height];
  context.save();
  if (!isCovered(state) && judged.placed) {
    const rule = placementOf(model);
    const { a, c, d, e, f } = padTransform(judged.placed, rule.stroke_width, rule.box !== null);
    context.transform(a * side, 0, c * side, d * side, e * side, f * side);
  } else {
    const scale = side / Math.max(height, width);
    context.transform(scale, 0, 0, scale, (side - width * scale) / 2, (side - height * scale) / 2);
  }
  context.imageSmoothingEnabled = true;
  context.drawImage(heat, -across, -down, width + 2 * across, height + 2 * down);
  context.restore();
}

/**
 * Returns a map with a margin of zeros, into which its colours fade instead of ending at an edge.
 *
 * @param {ArrayLike<number>} values
 * @param {number} width
 * @returns {Float32Array} (height + 2, width + 2)
 */
function withMargin(values, width) {
  const wide = new Float32Array((values.length / width + 2) * (width + 2));
  for (let i = 0; i < values.length; i++) {
    wide[(Math.floor(i / width) + 1) * (width + 2) + i % width + 1] = values[i];
  }
  return wide;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PenPlace} cursor
 * @param {number} side
 * @param {string} color
 */
function paintCursor(context, { x, y, isDown }, side, color) {
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x * side, y * side, CURSOR_RADIUS, 0, 2 * Math.PI);
  context.stroke();
  if (isDown) context.fill();
}
