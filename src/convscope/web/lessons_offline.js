/** The entry of the lessons' page that is a single file: all lessons lie in the page itself. */

/** @import { Language } from "./core/texts.js" */
/** @import { Lesson, Part } from "./lessons/lesson.js" */
/** @import { LessonArrivals } from "./screens/page.js" */
import { lateParts } from "./late_parts.js";
import { openPage, showProblem } from "./open_page.js";
import { readPackedSettings } from "./packed_settings.js";
import { LESSON_SCREENS } from "./screens/lesson_registry.js";
import { NO_MODEL } from "./screens/page.js";

/** Shows what lies in the page, lessons as they arrive. */
async function open() {
  const settings = await readPackedSettings();
  openPage(settings, { ...NO_MODEL, arrivals: receive(settings.lessons) }, LESSON_SCREENS);
  keep(settings.worker);
}

/**
 * Fills in the parts of lessons, which arrive theme by theme.
 *
 * @param {Record<Language, Lesson[]>} lessons
 * @returns {LessonArrivals}
 */
function receive(lessons) {
  /** @type {Set<Lesson>} */
  const missing = new Set(Object.values(lessons).flat());
  /** @type {Set<() => void>} */
  const listeners = new Set();

  async function fill() {
    for await (const arrived of lateParts()) {
      for (const lesson of missing) {
        const parts = arrived[lesson.language][lesson.name];
        if (!parts) continue;
        lesson.parts = parts;
        missing.delete(lesson);
      }
      for (const listener of [...listeners]) listener();
    }
  }

  fill().catch(showProblem);
  return {
    isHere: (lesson) => !missing.has(lesson),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Keeps the page for the next time, where it came from a web host. @param {string} worker beside it */
function keep(worker) {
  if (!location.protocol.startsWith("http")) return;
  navigator.serviceWorker?.register(worker)
    .then((registration) => registration.active && registration.update())
    .catch(() => {}); // A private window may forbid it, and there may be no network now.
}

open().catch(showProblem);
