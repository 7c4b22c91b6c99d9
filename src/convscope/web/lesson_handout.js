/** The entry of a page that is the worksheet of a lesson. */

/** @import { Language } from "./core/texts.js" */
/** @import { Lesson } from "./lessons/lesson.js" */
import { element } from "./core/dom.js";
import { provideAll } from "./lessons/all_themes.js";
import { createHandout } from "./lessons/handout_view.js";
import { lessonTextsIn } from "./lessons/texts.js";
import { showProblem } from "./open_page.js";
import { readPackedSettings } from "./packed_settings.js";

/** @param {{lesson: Lesson, seed: number, tasks: number}} settings */
function open(settings) {
  const language = /** @type {Language} */ (settings.lesson.language);
  document.documentElement.lang = language;
  const handout = createHandout(settings.lesson, lessonTextsIn(language), settings);
  document.body.append(
    element(
      "div",
      { class: "convscope", lang: language },
      element("main", { class: "lessons-screen" }, handout),
    ),
  );
}

provideAll();
readPackedSettings().then(open).catch(showProblem);
