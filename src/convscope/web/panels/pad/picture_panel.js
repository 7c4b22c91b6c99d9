/** Judging a picture instead of a drawing: chosen, photographed, dropped, pasted, or a test image. */

/** @import { DrawStore } from "../draw_state.js" */
import { button, element, listen } from "../../core/dom.js";
import { errorParts } from "../../core/errors.js";
import { contextOf, createBuffer } from "../canvas.js";
import { className, isCovered, isForPhotographs, shownExample } from "../draw_state.js";
import { showDrawing, showExample, showPicture } from "./pad_changes.js";
import { netPixels } from "../picture_pixels.js";
import { readPicture } from "./picture_reading.js";
import { percentText, textsOf } from "../reader.js";

/**
 * Mounts the panel. Pictures may be dropped anywhere on the screen, and pasted into the page, or in
 * a notebook, whose other cells take pictures too, into the screen alone.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const area = /** @type {HTMLElement} */ (root.closest(".convscope") ?? root);
  const around = root.getRootNode(); // The document, or the shadow root of a notebook's cell.
  const file = element("input", {
    type: "file",
    accept: "image/*",
    class: "for-screen-readers",
    tabindex: -1,
    "aria-label": t("picture.choose"),
  });
  const note = element("p", { class: "note", role: "status" });
  const choices = element("div", { class: "tools characters", "data-characters": true });
  const away = isForPhotographs(state.get().model) ? "picture.away" : "picture.back";
  const back = button(t(away), () => showDrawing(state));
  root.append(
    element(
      "div",
      { class: "tools" },
      button(t("picture.choose"), () => file.click()),
      back,
      file,
    ),
    element("p", { class: "note" }, t("picture.hint")),
    note,
    choices,
    ...exampleButtons(state),
  );

  /** @param {File | null | undefined} chosen */
  async function take(chosen) {
    if (!chosen) return;
    try {
      showPicture(state, await readPicture(chosen, t));
      state.set({ error: null });
    } catch (thrown) {
      state.set({ error: errorParts(thrown) });
    }
  }

  function show() {
    const { example, examples, model } = state.get();
    back.hidden = !isCovered(state.get());
    note.hidden = back.hidden;
    note.textContent = examples && shownExample(state.get())
      ? t(examples.isOne ? "picture.shownOne" : "picture.shownExample", {
        number: example + 1,
        name: className(model, examples.labels[example]),
      })
      : t("picture.shown");
    root.querySelectorAll("[data-example]").forEach((choice, index) =>
      choice.setAttribute("aria-pressed", String(index === example))
    );
  }

  /** Lists the characters of a picture with several; the chosen one is what the page explains. */
  function showCharacters() {
    const { picture, judged, model, character } = state.get();
    const characters = picture && judged ? judged.characters : [];
    const isUnsure = characters.some(({ isSure }) => !isSure);
    const unsteady = [...characters.keys()].filter((index) => !characters[index].isSteady);
    if (picture) {
      const parts = [
        characters.length > 1 ? "" : t("picture.shown"),
        isUnsure ? t("picture.unsure") : "",
        unsteady.length === 0
          ? ""
          : characters.length > 1
          ? t("picture.unsteadyOf", { numbers: unsteady.map((index) => index + 1).join(", ") })
          : t("picture.unsteady"),
        characters.length > 1 ? t("picture.characters", { number: characters.length }) : "",
      ];
      note.textContent = parts.filter(Boolean).join(" ");
    }
    const several = characters.length > 1 ? characters : [];
    choices.replaceChildren(...several.map(({ best, probability }, index) =>
      button(
        `${index + 1}: ${className(model, best)} (${percentText(probability)})`,
        () => state.set({ character: index }),
        { "aria-pressed": String(index === character) },
      )
    ));
  }

  const stops = [
    listen(file, "change", () => {
      take(file.files?.[0]);
      file.value = "";
    }),
    listen(area, "dragover", (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      area.classList.add("is-dropping");
    }),
    listen(area, "dragleave", () => area.classList.remove("is-dropping")),
    listen(area, "drop", (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      area.classList.remove("is-dropping");
      take(event.dataTransfer?.files[0]);
    }),
    listen(around, "paste", (/** @type {ClipboardEvent} */ event) => {
      const [pasted] = event.clipboardData?.files ?? [];
      if (pasted) event.stopPropagation();
      take(pasted);
    }),
    state.subscribe((_, changed) => {
      if (changed.has("picture") || changed.has("example")) show();
      if (changed.has("picture") || changed.has("judged")) showCharacters();
    }),
  ];
  show();
  return () => stops.forEach((stop) => stop());
}

/**
 * @param {DrawStore} state
 * @returns {HTMLElement[]} none where the page was given no test images
 */
function exampleButtons(state) {
  const { examples, model } = state.get();
  if (!examples) return [];
  const t = textsOf(state.get());
  const size = examples.images.length / examples.labels.length;
  const buttons = examples.labels.map((label, index) => {
    const choice = button("", () => showExample(state, index), {
      class: "example",
      "data-example": index,
      "aria-label": t("picture.example", { number: index + 1, name: className(model, label) }),
    });
    const canvas = element("canvas", { "aria-hidden": true });
    choice.append(canvas);
    const { pixels, width, height } = netPixels(
      state.get(),
      examples.images.subarray(index * size, (index + 1) * size),
    );
    canvas.width = width;
    canvas.height = height;
    contextOf(canvas).drawImage(createBuffer().show(pixels, width), 0, 0);
    return choice;
  });
  const list = element("div", { class: "examples" }, ...buttons);
  return [element("details", {}, element("summary", {}, t("picture.examples")), list)];
}
