/** The part of Collect that sends files: choosing them, how far it is, stopping and going on. */

/** @import { Page } from "../screens/page.js" */
/** @import { Progress, Uploads } from "./collect_uploads.js" */
/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";
import { oncePerFrame } from "../core/frames.js";
import { sendFile } from "../core/requests.js";
import { addressFor } from "./api.js";
import { createUploads } from "./collect_uploads.js";
import { durationText } from "./runs_table.js";

/** While many images are sent the screen is renewed after so many of them. */
const RENEW_EVERY = 50;

/**
 * What is being sent, by collection: it goes on while another screen is shown.
 *
 * @type {WeakMap<Page, Map<string, Uploads>>}
 */
const sent = new WeakMap();

/** @param {Page} page @param {string} name @returns {Uploads} */
function uploadsFor(page, name) {
  const known = sent.get(page) ?? new Map();
  sent.set(page, known);
  const uploads = known.get(name) ?? createUploads(
    (file, to) => sendFile(addressFor(["collections", name, "images"], { class: to }), file),
  );
  known.set(name, uploads);
  return uploads;
}

/**
 * Returns the part of the screen.
 *
 * @param {Page} page
 * @param {string} name of the collection
 * @param {{t: Translate, fail: (thrown: unknown) => void, renew: () => void}} does `renew` shows
 *   what is there now
 */
export function createSending(page, name, { t, fail, renew }) {
  const uploads = uploadsFor(page, name);
  let className = "";
  const file = element("input", {
    type: "file",
    multiple: true,
    accept: "image/png,image/jpeg,image/webp",
    disabled: true,
  });
  const label = element("span", {});
  const bar = element("progress", {
    hidden: true,
    "aria-label": t("collect.sending"),
  });
  const text = element("span", {});
  const stop = button(t("collect.stop"), () => uploads.stop());
  const goOn = button("", () => uploads.goOn());
  stop.hidden = goOn.hidden = true;
  /** @type {Progress | null} */
  let now = null;
  let renewed = 0;
  const painting = oncePerFrame(paint);

  function paint() {
    if (!now) return;
    const { done, refused, total, isRunning, isCut, leftMs } = now;
    const left = total - done - refused;
    bar.hidden = stop.hidden = !isRunning;
    goOn.hidden = isRunning || left === 0;
    goOn.textContent = t("collect.goOn", { left });
    bar.max = Math.max(1, total);
    bar.value = done + refused;
    text.textContent = total ? [...words()].join(" ") : "";

    /** @returns {Generator<string>} */
    function* words() {
      if (isCut) yield t("collect.cut", { left });
      else if (isRunning) {
        yield t("collect.uploading", { done: done + refused, total });
        if (leftMs) yield t("collect.left", { duration: durationText(leftMs / 1000) });
      } else if (left > 0) yield t("collect.stopped", { count: done, left });
      else yield t("collect.uploaded", { count: done });
      if (refused) yield t("collect.refused", { count: refused });
    }
  }

  /** @param {Progress} progress */
  function hear(progress) {
    const was = now;
    now = progress;
    painting.request();
    if (!was?.isRunning && !progress.isRunning) return;
    if (!progress.isRunning && progress.error) fail(progress.error);
    const through = progress.done + progress.refused;
    if (progress.isRunning && through < renewed + RENEW_EVERY) return;
    renewed = progress.isRunning ? through : 0;
    renew();
  }
  uploads.watch(hear);

  const stops = [
    listen(file, "change", () => {
      uploads.add(file.files ?? [], className);
      file.value = "";
    }),
    listen(globalThis, "beforeunload", (event) => {
      if (now && now.total > now.done + now.refused) event.preventDefault();
    }),
  ];
  return {
    root: element(
      "div",
      {},
      element("label", { class: "field of-file" }, label, file),
      element("div", { class: "tools" }, bar, text, stop, goOn),
    ),
    /** @param {Iterable<Blob>} files for the class that is shown */
    add: (files) => uploads.add(files, className),
    /** @param {string} to the class that images are added to, or empty */
    show(to) {
      className = to;
      file.disabled = to === "";
      label.textContent = t("collect.upload", { name: to });
    },
    stop() {
      stops.forEach((each) => each());
      uploads.watch(null);
      painting.cancel();
    },
  };
}
