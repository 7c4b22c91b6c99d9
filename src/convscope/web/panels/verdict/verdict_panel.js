/** The verdict in words, and the probability of every class. */

/** @import { DrawStore, Judged } from "../draw_state.js" */
import { element } from "../../core/dom.js";
import { className, isForPhotographs } from "../draw_state.js";
import { percentText, textsOf } from "../reader.js";

/** Classes that have a bar; of a net with more, the likeliest. */
const MAX_BARS = 12;

/** Time without a change after which a verdict is spoken. */
const PAUSE_MS = 700;

/**
 * Mounts the panel.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const { model } = state.get();
  const head = element("p", { class: "verdict-class", "aria-hidden": true });
  const line = element("p", { class: "verdict-line" });
  const second = element("p", { class: "verdict-second" });
  const familiarity = element("p", { class: "note" });
  const list = element("ol", { class: "bars", "aria-label": t("verdict.bars") });
  const more = element("p", { class: "note" });
  const spoken = element("p", { class: "for-screen-readers", role: "status" });
  const words = element("div", { class: "verdict-words" }, line, second, familiarity);
  root.append(
    element("h2", { class: "for-screen-readers" }, t("verdict.title")),
    element("div", { class: "verdict-head" }, head, words),
    list,
    more,
    spoken,
  );
  const numClasses = model.classNames.length || model.architecture.outputShape[0];
  const bars = Array.from({ length: Math.min(numClasses, MAX_BARS) }, () => createBar(list));
  more.hidden = numClasses <= MAX_BARS;
  more.textContent = t("verdict.more", { number: numClasses - MAX_BARS });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Judged | null} judged */
  function showBars(judged) {
    const shown = numClasses <= MAX_BARS || !judged
      ? bars.map((_, index) => index)
      : judged.ranking.slice(0, MAX_BARS);
    bars.forEach((bar, place) => {
      const index = shown[place];
      const share = judged ? judged.snapshot.probabilities[index] : null;
      bar.show(className(model, index), share, judged?.ranking[0] === index);
    });
  }

  /** @param {Judged | null} judged */
  function showWords(judged) {
    if (!judged) {
      head.textContent = "";
      const forPhotographs = isForPhotographs(model);
      line.textContent = t(forPhotographs ? "verdict.noPicture" : "verdict.nothing");
      second.textContent = t(forPhotographs ? "verdict.noPictureHint" : "verdict.nothingHint");
      familiarity.textContent = "";
      return;
    }
    const { probabilities } = judged.snapshot;
    const [best, next] = judged.ranking;
    const name = className(model, best);
    const percent = percentText(probabilities[best]);
    const isStrange = judged.familiarity?.isFamiliar === false;
    head.textContent = isStrange ? "?" : name;
    line.textContent = isStrange ? t("verdict.strange") : t("verdict.sure", { percent });
    second.textContent = isStrange ? t("verdict.strangeHint", { name, percent }) : t(
      "verdict.second",
      { name: className(model, next), percent: percentText(probabilities[next]) },
    );
    const distance = judged.familiarity?.distance ?? 0;
    familiarity.textContent = isStrange
      ? t("verdict.familiarity", { distance: distance.toFixed(2) })
      : "";
  }

  function speak() {
    const { judged } = state.get();
    const words = [line.textContent, second.textContent];
    const isNamed = judged && judged.familiarity?.isFamiliar !== false;
    spoken.textContent = (isNamed ? [head.textContent, ...words] : words).join(". ");
  }

  function showBusy() {
    root.setAttribute("aria-busy", String(state.get().isJudging));
  }

  function show() {
    const { judged } = state.get();
    root.classList.toggle("is-blank", !judged);
    root.classList.toggle("is-strange", judged?.familiarity?.isFamiliar === false);
    showBars(judged);
    showWords(judged);
    head.classList.toggle("is-long", (head.textContent ?? "").length > 2);
    clearTimeout(timer);
    timer = setTimeout(speak, PAUSE_MS);
  }

  const stop = state.subscribe((_, changed) => {
    if (changed.has("judged")) show();
    if (changed.has("isJudging")) showBusy();
  });
  show();
  showBusy();
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/**
 * @param {HTMLElement} list
 * @returns {{show: (name: string, share: number | null, isBest: boolean) => void}} a share is
 *   0–1, null where there is no verdict
 */
function createBar(list) {
  const name = element("span", { class: "bar-name" });
  const fill = element("span", { class: "bar-fill" });
  const percent = element("span", { class: "bar-percent" });
  const track = element("span", { class: "bar-track", "aria-hidden": true }, fill);
  const row = element("li", {}, name, track, percent);
  list.append(row);
  return {
    show(text, share, isBest) {
      if (name.textContent !== text) name.textContent = text;
      fill.style.transform = `scaleX(${share ?? 0})`;
      const number = share === null ? "–" : percentText(share);
      if (percent.textContent !== number) percent.textContent = number;
      row.classList.toggle("is-best", isBest);
    },
  };
}
