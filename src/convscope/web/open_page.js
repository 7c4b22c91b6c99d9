/** Opens a whole page, which keeps its state in its address. */

/** @import { Page, PageParts, PageSettings, Screen } from "./screens/page.js" */
import { createAddress } from "./core/address.js";
import { element } from "./core/dom.js";
import { createStore, fromHash } from "./core/state.js";
import { languageFor } from "./core/texts.js";
import { failure } from "./panels/failure.js";
import { mountShell } from "./screens/shell.js";

/**
 * Opens the page.
 *
 * @param {PageSettings} settings
 * @param {PageParts} parts
 * @param {readonly Screen[]} screens the first is shown where no link says
 * @returns {Page}
 */
export function openPage(settings, parts, screens) {
  const defaults = { screen: screens[0].name, language: settings.language };
  const store = createStore({ ...defaults, about: "" });
  const address = createAddress();
  address.connect(store, { defaults, visited: ["screen"] });
  document.getElementById("opening")?.remove();
  const root = document.body.appendChild(element("div"));
  const page = { store, address, settings, parts };
  mountShell(root, page, screens);
  return page;
}

/**
 * Shows why the page cannot be opened.
 *
 * @param {unknown} thrown
 */
export function showProblem(thrown) {
  const { language: chosen } = fromHash(location.hash, { language: "" });
  const language = languageFor(chosen, navigator.languages);
  document.getElementById("opening")?.remove();
  document.documentElement.lang = language;
  document.body.append(
    element(
      "div",
      { class: "convscope" },
      element("header", { class: "head" }, element("h1", {}, "convscope")),
      failure(thrown, language),
    ),
  );
}
