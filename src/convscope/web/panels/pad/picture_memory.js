/** Brings a dropped picture back when the page is loaded again. */

/** @import { DrawStore, Picture } from "../draw_state.js" */
import { bytesFromBase64 } from "../../core/base64.js";
import { rememberedPicture, rememberPicture } from "../../core/tab_memory.js";
import { readPicture } from "./picture_reading.js";
import { contextOf } from "../canvas.js";
import { textsOf } from "../reader.js";

/**
 * Shows the picture that was there before the page was loaded again, and remembers every next one.
 *
 * @param {DrawStore} state
 * @param {() => string} link that was followed to what is shown
 */
export async function connectPictureMemory(state, link) {
  const kept = rememberedPicture(link());
  if (kept) await bringBack(state, kept);
  state.subscribe(({ picture }, changed) => {
    if (changed.has("picture")) rememberPicture(link(), picture && toDataUrl(picture));
  });
}

/** @param {DrawStore} state @param {string} dataUrl */
async function bringBack(state, dataUrl) {
  try {
    const bytes = bytesFromBase64(dataUrl.slice(dataUrl.indexOf(",") + 1));
    const file = new File([bytes], "picture.png", { type: "image/png" });
    state.set({ picture: await readPicture(file, textsOf(state.get())) });
  } catch {
    rememberPicture("", null); // Not what was kept: nothing is there to be shown.
  }
}

/** @param {Picture} picture @returns {string} without any loss */
function toDataUrl({ data, width, height }) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  contextOf(canvas).putImageData(new ImageData(data, width, height), 0, 0);
  return canvas.toDataURL("image/png");
}
