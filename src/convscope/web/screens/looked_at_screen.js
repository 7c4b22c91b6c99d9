/** What a teacher sees of a pupil: their results, to look at and to change nothing. */

/** @import { Screen } from "./page.js" */
import { element } from "../core/dom.js";
import { studioTextsIn } from "../studio/texts.js";
import { languageOfPage } from "./page.js";
import { resultsScreen } from "./results_screen.js";

/** @type {Screen} */
export const lookedAtScreen = {
  name: "results",
  title: (language) => studioTextsIn(language)("results.name"),
  open,
};

/** @type {Screen["open"]} */
async function open(place, page) {
  const { looking_at: pupil } = page.settings;
  const own = element("div", { class: "looked-at" });
  const note = element("p", { class: "room-note" });
  place.append(note, own);

  function show() {
    const language = languageOfPage(page.store);
    const t = studioTextsIn(language);
    const back = element("a", { href: "/#screen=room" }, t("lookedAt.back"));
    note.replaceChildren(t("lookedAt.note", { name: pupil?.name[language] ?? "" }), " ", back);
  }
  show();
  const stop = page.store.subscribe((_, changed) => {
    if (changed.has("language")) show();
  });
  const close = await resultsScreen.open(own, page);
  return () => {
    stop();
    close();
  };
}
