/** Keeps the state's theme and colours the same as what the style sheet shows. */

/** @import { DrawStore } from "./draw_state.js" */
import { listen } from "../core/dom.js";

/**
 * Follows the reader's preference, unless the page around `root` settled its own `color-scheme`.
 *
 * @param {HTMLElement} root
 * @param {DrawStore} state
 * @returns {() => void} ends it
 */
export function followTheme(root, state) {
  const preference = matchMedia("(prefers-color-scheme: dark)");
  function read() {
    const scheme = getComputedStyle(root).colorScheme; // "light dark" where nobody chose
    const isDark = scheme === "dark" || (scheme !== "light" && preference.matches);
    const { color, caretColor, columnRuleColor, textDecorationColor, floodColor } =
      getComputedStyle(root.querySelector("canvas") ?? root);
    state.set({
      theme: isDark ? "dark" : "light",
      colors: {
        ink: color,
        accent: caretColor,
        fill: floodColor,
        soft: columnRuleColor,
        line: textDecorationColor,
      },
    });
  }
  read();
  return listen(preference, "change", read);
}
