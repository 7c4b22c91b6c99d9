/** Photographs from the camera, one for a press and a burst while the button is held. */

/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";

/** Between two photographs of a burst, in ms. */
const EVERY_MS = 250;

/** Longest side of a photograph in pixels. */
const LONGEST = 640;

/**
 * Returns the camera's part of the screen.
 *
 * @param {Translate} t
 * @param {(photograph: Blob) => void} take
 * @returns {{root: HTMLElement, stop: () => void}}
 */
export function createCamera(t, take) {
  const video = element("video", { class: "collect-video", muted: true, playsinline: true });
  const shutter = element("button", { type: "button" }, t("collect.take"));
  const said = element("p", { role: "status" });
  const on = button(t("collect.camera"), () => toggle());
  const root = element("div", {}, on, shutter, video, said);
  /** @type {MediaStream | null} */
  let stream = null;
  /** @type {ReturnType<typeof setInterval> | null} */
  let timer = null;
  let isClosed = false;
  shutter.hidden = video.hidden = true;

  async function toggle() {
    if (stream) return off();
    said.textContent = "";
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (isClosed) return off();
      video.srcObject = stream;
      await video.play();
    } catch {
      off();
      said.textContent = t("collect.noCamera");
      return;
    }
    shutter.hidden = video.hidden = false;
    on.textContent = t("collect.cameraOff");
  }

  function off() {
    release();
    stream?.getTracks().forEach((track) => track.stop());
    stream = video.srcObject = null;
    shutter.hidden = video.hidden = true;
    on.textContent = t("collect.camera");
  }

  function photograph() {
    const { videoWidth, videoHeight } = video;
    if (!videoWidth) return;
    const scale = Math.min(1, LONGEST / Math.max(videoWidth, videoHeight));
    const canvas = element("canvas", {
      width: Math.round(videoWidth * scale),
      height: Math.round(videoHeight * scale),
    });
    canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && take(blob), "image/jpeg", 0.9);
  }

  function hold() {
    if (timer) return;
    photograph();
    timer = setInterval(photograph, EVERY_MS);
  }

  function release() {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  const stops = [
    listen(shutter, "pointerdown", (/** @type {PointerEvent} */ event) => {
      shutter.setPointerCapture(event.pointerId); // what is counted above may push it away
      hold();
    }),
    listen(shutter, "keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      hold();
    }),
    ...["pointerup", "pointercancel", "lostpointercapture", "keyup", "blur"].map((type) =>
      listen(shutter, type, release)
    ),
  ];
  return {
    root,
    stop() {
      isClosed = true;
      stops.forEach((stop) => stop());
      off();
    },
  };
}
