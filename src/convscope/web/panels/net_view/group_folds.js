/** The buttons that fold and unfold the groups of a long net. */

/** @import { Group } from "../../net/layer_groups.js" */
/** @import { DrawState, DrawStore } from "../draw_state.js" */
import { button, element } from "../../core/dom.js";
import { groupsOf, LEAST_FOLDED } from "../../net/layer_groups.js";
import { textsOf } from "../reader.js";

/** @param {Group} group @returns {boolean} whether folding it leaves room for more */
function isFoldable({ first, last }) {
  return last - first + 1 >= LEAST_FOLDED;
}

/** @param {Group} group @returns {Group[]} it and all that it is made of, from the first layer on */
function withParts(group) {
  return [group, ...group.parts.flatMap(withParts)];
}

/**
 * Tells which layers are shown: all of an unfolded group, the last one of a folded one; while one
 * layer is shown to a room, that one and those that it takes in.
 *
 * @param {Readonly<DrawState>} state
 * @param {readonly Group[]} groups
 * @returns {boolean[]} for every layer
 */
export function shownLayers({ unfolded, projector, slide, model }, groups) {
  const { steps } = model.architecture;
  if (projector && slide > 0) {
    const seen = new Set([slide - 1, ...steps[slide - 1]?.inputs ?? []]);
    return steps.map((_, index) => seen.has(index));
  }
  /** @param {Group} group @returns {boolean[]} */
  const shownOf = (group) => {
    const { id, first, last, parts } = group;
    const isOpen = !isFoldable(group) || unfolded.includes(id);
    if (isOpen && parts.length) return parts.flatMap(shownOf);
    return Array.from({ length: last - first + 1 }, (_, place) => isOpen || first + place === last);
  };
  return groups.flatMap(shownOf);
}

/**
 * Unfolds what a layer is folded in.
 *
 * @param {DrawStore} state
 * @param {readonly Group[]} groups
 * @param {string} name of the layer
 */
export function unfoldLayer(state, groups, name) {
  const { model, unfolded } = state.get();
  const index = model.architecture.layers.findIndex((layer) => layer.name === name);
  const closed = groups.flatMap(withParts).filter((group) =>
    group.first <= index && index < group.last && isFoldable(group) && !unfolded.includes(group.id)
  );
  if (closed.length) state.set({ unfolded: [...unfolded, ...closed.map(({ id }) => id)] });
}

/**
 * @typedef {object} Folds
 * @property {readonly Group[]} groups
 * @property {Map<Group, HTMLElement>} roots the button of each group that can be folded
 * @property {HTMLButtonElement} all unfolds or folds all of them
 * @property {() => void} draw
 */

/**
 * Returns the buttons.
 *
 * @param {DrawStore} state
 * @returns {Folds}
 */
export function createFolds(state) {
  const t = textsOf(state.get());
  const { steps } = state.get().model.architecture;
  const groups = groupsOf(steps);
  const foldable = groups.flatMap(withParts).filter(isFoldable);
  const nameOf = (/** @type {number} */ index) => steps[index].layer.name;

  const all = button("", () => {
    const { unfolded } = state.get();
    state.set({ unfolded: unfolded.length ? [] : foldable.map(({ id }) => id) });
  }, { class: "quiet" });
  all.hidden = foldable.length === 0;

  const buttons = new Map(foldable.map((group) => [group, foldButton(group)]));

  /** @param {Group} group */
  function foldButton({ id, first, last, parts }) {
    const made = button("", () => {
      const { unfolded } = state.get();
      const isOpen = unfolded.includes(id);
      state.set({
        unfolded: isOpen ? unfolded.filter((other) => other !== id) : [...unfolded, id],
      });
    }, { class: "fold-button" });
    const number = last - first;
    const hidden = parts.length
      ? t("fold.blocks", { number: parts.length, layers: number })
      : t("fold.hidden", { number });
    return {
      made,
      root: element("div", { class: "fold" }, made),
      draw(/** @type {boolean} */ isOpen) {
        made.setAttribute("aria-expanded", String(isOpen));
        made.textContent = isOpen ? t("fold.fold") : hidden;
        made.setAttribute(
          "aria-label",
          t(isOpen ? "fold.foldThese" : "fold.unfoldThese", {
            number,
            first: nameOf(first),
            last: nameOf(last - 1),
          }),
        );
        made.title = made.getAttribute("aria-label") ?? "";
      },
    };
  }

  return {
    groups,
    roots: new Map([...buttons].map(([group, { root }]) => [group, root])),
    all,
    draw() {
      const { unfolded, projector, slide } = state.get();
      const isSlide = projector && slide > 0;
      /** @param {Group} group @param {boolean} isInside whether what it is a part of is unfolded */
      const drawGroup = (group, isInside) => {
        const made = buttons.get(group);
        const isOpen = unfolded.includes(group.id);
        if (made) made.root.hidden = isSlide || !isInside;
        made?.draw(isOpen);
        for (const part of group.parts) drawGroup(part, isInside && isOpen);
      };
      for (const group of groups) drawGroup(group, true);
      all.hidden = foldable.length === 0 || isSlide;
      all.textContent = t(unfolded.length ? "fold.all" : "fold.none");
    },
  };
}
