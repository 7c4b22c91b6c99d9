/** Picture files to pixels, with limits. */

/** @import { Translate } from "../../core/texts.js" */
/** @import { Picture } from "../draw_state.js" */
import { ConvscopeError } from "../../core/errors.js";

const MAX_MEGABYTES = 30;

/** Larger pictures are reduced to this side: no net here looks closer. */
const LARGEST_SIDE = 1024;

/**
 * Returns a picture file's pixels, turned as its camera noted.
 *
 * @param {File} file
 * @param {Translate} t
 * @returns {Promise<Picture>}
 * @throws {ConvscopeError} too large, or not a picture
 */
export async function readPicture(file, t) {
  const problem = new ConvscopeError(
    t("picture.received", { name: file.name }),
    t("picture.expected", { megabytes: MAX_MEGABYTES }),
    t("picture.fix"),
  );
  if (file.size > MAX_MEGABYTES * 1e6) throw problem;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw problem;
  }
  const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}
