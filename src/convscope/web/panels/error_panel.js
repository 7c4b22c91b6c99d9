/** What went wrong, what was expected, what to do now. */

/** @import { DrawStore } from "./draw_state.js" */
import { button, element } from "../core/dom.js";
import { errorText } from "./failure.js";
import { languageOf, textsOf } from "./reader.js";

/**
 * Mounts the panel; it shows nothing while all is well.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} its clean-up
 */
export function mount(root, state) {
  const t = textsOf(state.get());
  const text = element("p");
  root.setAttribute("role", "alert");
  root.append(
    element("strong", {}, t("error.title")),
    text,
    button("×", () => state.set({ error: null }), {
      class: "quiet",
      "aria-label": t("neuron.close"),
    }),
  );
  function show() {
    const { error } = state.get();
    root.hidden = error === null;
    text.textContent = error ? errorText(error, languageOf(state.get())) : "";
  }
  show();
  return state.subscribe((_, changed) => {
    if (changed.has("error")) show();
  });
}
