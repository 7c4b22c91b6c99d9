/** The classes of a collection: which one is filled, and adding, renaming, removing one. */

/** @import { CollectedClass } from "./collect_state.js" */
/** @import { Translate } from "./texts.js" */
import { button, element, listen } from "../core/dom.js";

/**
 * Returns the editor.
 *
 * @param {Translate} t
 * @param {{choose: (name: string) => void, add: (text: string) => void,
 *   rename: (text: string) => void, remove: () => void}} does
 */
export function createClassEditor(t, { choose, add, rename, remove }) {
  const list = element("div", {
    class: "tools",
    role: "group",
    "aria-label": t("collect.classes"),
  });
  const text = element("input", { type: "text", maxlength: 50 });
  const removing = button("", remove);
  const renaming = button(t("collect.renameClass"), () => take(rename));
  const form = element(
    "form",
    { class: "tools" },
    element("label", { class: "field" }, t("collect.className"), text),
    element("button", {}, t("collect.addClass")),
    renaming,
    removing,
  );
  listen(form, "submit", (event) => {
    event.preventDefault();
    take(add);
  });

  /** @param {(text: string) => void} use */
  function take(use) {
    if (!text.value) return text.focus();
    use(text.value);
    text.value = "";
  }

  return {
    root: element("section", { class: "collect-classes" }, list, form),
    /** @param {readonly CollectedClass[]} classes @param {string} chosen */
    show(classes, chosen) {
      const hadFocus = list.contains(document.activeElement);
      list.replaceChildren(
        ...classes.map(({ name, count }) =>
          button(t("collect.class", { name, count }), () => choose(name), {
            "aria-pressed": String(name === chosen),
          })
        ),
      );
      removing.textContent = t("collect.removeClass", { name: chosen });
      removing.disabled = renaming.disabled = chosen === "";
      if (hadFocus) {
        /** @type {HTMLElement | null} */ (list.querySelector('[aria-pressed="true"]'))?.focus();
      }
    },
  };
}
