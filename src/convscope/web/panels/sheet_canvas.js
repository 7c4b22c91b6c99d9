/** The canvas of a layer's sheet. */

/** @import { Sheet } from "../draw/sheet.js" */
/** @import { SheetPixels } from "../draw/sheet_pixels.js" */
/** @import { Picture } from "./layer_picture.js" */
import { createSheetPixels } from "../draw/sheet_pixels.js";
import { contextOf, pixelOf } from "./canvas.js";

/**
 * Returns what shows a sheet on a canvas, which takes the sheet's size. All maps are painted in
 * one go: a call of the canvas for every map took most of the time between drawing and seeing.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {boolean} [isMarkedAlways] whether negative values have signs however small they are
 * @returns {(sheet: Sheet, picture: Picture, frame: string) => CanvasRenderingContext2D} whose
 *   context counts in units of the page afterwards
 */
export function createSheetCanvas(canvas, isMarkedAlways = false) {
  const context = contextOf(canvas);
  let shown = "";
  /** @type {SheetPixels} */
  let screen;
  /** @type {ImageData} */
  let image;

  return (sheet, picture, frame) => {
    const density = globalThis.devicePixelRatio || 1;
    const { width, height } = picture;
    const wanted = JSON.stringify([sheet, width, height, density, frame]);
    if (wanted !== shown) {
      shown = wanted;
      screen = createSheetPixels(sheet, picture, density, pixelOf(frame), isMarkedAlways);
      image = new ImageData(
        new Uint8ClampedArray(screen.pixels.buffer),
        screen.width,
        screen.height,
      );
      canvas.width = screen.width;
      canvas.height = screen.height;
      canvas.style.width = `${sheet.width}px`;
      canvas.style.height = `${sheet.height}px`;
      context.setTransform(density, 0, 0, density, 0, 0);
    }
    screen.paint(picture.pixels, screen.hasRoomForMarks ? picture.marks?.() : null);
    context.putImageData(image, 0, 0);
    return context;
  };
}
