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

/**
 * Tells which layers are shown: all of an unfolded group, the last one of a folded one; while one
 * layer is shown to a room, that one and the layer before.
 *
 * @param {Readonly<DrawState>} state
 * @param {readonly Group[]} groups
 * @returns {boolean[]} for every layer
 */
export function shownLayers({ unfolded, projector, slide }, groups) {
  return groups.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, place) => {
      const index = first + place;
      if (projector && slide > 0) return index === slide - 1 || index === slide - 2;
      return index === last || !isFoldable({ first, last }) || unfolded.includes(first);
    })
  );
}

/**
 * Unfolds the group of a layer.
 *
 * @param {DrawStore} state
 * @param {readonly Group[]} groups
 * @param {string} name of the layer
 */
export function unfoldLayer(state, groups, name) {
  const { model, unfolded } = state.get();
  const index = model.architecture.layers.findIndex((layer) => layer.name === name);
  const group = groups.find(({ first, last }) => first <= index && index < last);
  if (group && isFoldable(group) && !unfolded.includes(group.first)) {
    state.set({ unfolded: [...unfolded, group.first] });
  }
}

/**
 * @typedef {object} Folds
 * @property {readonly Group[]} groups
 * @property {(HTMLElement | null)[]} roots the button of each group, null for a single layer
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
  const foldable = groups.filter(isFoldable);
  const nameOf = (/** @type {number} */ index) => steps[index].layer.name;

  const all = button("", () => {
    const { unfolded } = state.get();
    state.set({ unfolded: unfolded.length ? [] : foldable.map(({ first }) => first) });
  }, { class: "quiet" });
  all.hidden = foldable.length === 0;

  const buttons = groups.map((group) => isFoldable(group) ? foldButton(group) : null);

  /** @param {Group} group */
  function foldButton({ first, last }) {
    const made = button("", () => {
      const { unfolded } = state.get();
      const isOpen = unfolded.includes(first);
      state.set({
        unfolded: isOpen ? unfolded.filter((other) => other !== first) : [...unfolded, first],
      });
    }, { class: "fold-button" });
    const number = last - first;
    return {
      made,
      root: element("div", { class: "fold" }, made),
      draw(/** @type {boolean} */ isOpen) {
        made.setAttribute("aria-expanded", String(isOpen));
        made.textContent = isOpen ? t("fold.fold") : t("fold.hidden", { number });
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
    roots: buttons.map((made) => made?.root ?? null),
    all,
    draw() {
      const { unfolded, projector, slide } = state.get();
      const isSlide = projector && slide > 0;
      buttons.forEach((made, place) => {
        if (!made) return;
        made.root.hidden = isSlide;
        made.draw(unfolded.includes(groups[place].first));
      });
      all.hidden = foldable.length === 0 || isSlide;
      all.textContent = t(unfolded.length ? "fold.all" : "fold.none");
    },
  };
}
