/** The entry of a page that is one lesson, or one part of it, in a notebook's cell. */

/** @import { Language } from "./core/texts.js" */
/** @import { Lesson, Part } from "./lessons/lesson.js" */
import { element } from "./core/dom.js";
import { createStore, fromHash } from "./core/state.js";
import { provideAll } from "./lessons/all_themes.js";
import { mountLesson } from "./lessons/lesson_view.js";
import { createParts } from "./lessons/part_view.js";
import { createProgress } from "./lessons/progress.js";
import { lessonTextsIn } from "./lessons/texts.js";
import { figureNamed } from "./lessons/theme.js";
import { showProblem } from "./open_page.js";
import { readPackedSettings } from "./packed_settings.js";

/** @param {string} name of a figure @param {Record<string, string>} options */
function stateOf(name, options) {
  const { defaults } = figureNamed(name);
  return createStore({ ...fromHash(String(new URLSearchParams(options)), defaults) });
}

/** @param {{lesson: Lesson, part: Part | null, name: string}} settings */
function open({ lesson, part, name }) {
  const language = /** @type {Language} */ (lesson.language);
  document.documentElement.lang = language;
  const main = element("main", { class: "lessons-screen" });
  const root = element("div", { class: "convscope lesson-in-cell", lang: language }, main);
  document.body.append(root);
  const around = { progress: createProgress(), stateOf, seeds: new Map() };
  if (part) {
    main.append(createParts(lesson, lessonTextsIn(language), around, () => {}).shown(part));
  } else {
    mountLesson(main, lesson, language, around);
  }
  new ResizeObserver(() => {
    parent.postMessage({ convscope: name, height: Math.ceil(root.offsetHeight) }, "*");
  }).observe(root);
}

provideAll();
readPackedSettings().then(open).catch(showProblem);
