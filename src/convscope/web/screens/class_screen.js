/** The teacher's screen: files that pupils handed in are counted here, and go nowhere. */

/** @import { Language } from "../core/texts.js" */
/** @import { Lesson } from "../lessons/lesson.js" */
/** @import { Done } from "../lessons/progress.js" */
/** @import { TextKey } from "../lessons/texts.js" */
/** @import { Screen } from "./page.js" */
import { button, element, listen } from "../core/dom.js";
import { inShort } from "../core/strangers.js";
import { createTables } from "../lessons/class_view.js";
import { readHandIn } from "../lessons/hand_in.js";
import { tallyBlocks, tallyPuzzles } from "../lessons/tally.js";
import { lessonTextsIn } from "../lessons/texts.js";
import { languageOfPage } from "./page.js";

/** @type {Screen} */
export const classScreen = {
  name: "class",
  title: (language) => lessonTextsIn(language)("class.name"),
  open,
};

/** @type {Screen["open"]} */
function open(place, page) {
  const { settings, parts: { arrivals } } = page;
  const lessons = /** @type {Record<Language, Lesson[]>} */ (settings.lessons);
  /** By the random name of the pupil's browser. @type {Map<string, {file: string, done: Done}>} */
  const pupils = new Map();
  /** @type {{file: string, key: TextKey, value: string}[]} */
  let notes = [];
  const main = element("main", { class: "lessons-screen class-screen" });
  place.append(main);

  function show() {
    const language = languageOfPage(page.store);
    const t = lessonTextsIn(language);
    const field = element("input", {
      type: "file",
      multiple: true,
      accept: ".json,application/json",
    });
    listen(field, "change", () => take([...field.files ?? []]));
    main.replaceChildren(
      element("p", { class: "idea" }, t("class.about")),
      element("label", { class: "drop-zone" }, element("span", {}, t("class.drop")), field),
      element("p", { role: "status" }, t("class.counted", { count: pupils.size })),
    );
    if (notes.length) {
      main.append(element(
        "ul",
        { class: "notes" },
        ...notes.map(({ file, key, value }) =>
          element("li", {}, element("strong", {}, file), ": ", t(key, { value }))
        ),
      ));
    }
    if (!pupils.size || !lessons[language].every((lesson) => arrivals?.isHere(lesson) ?? true)) {
      return;
    }
    const done = [...pupils.values()].map((pupil) => pupil.done);
    main.append(
      element("div", { class: "tools" }, button(t("handout.print"), () => print())),
      createTables(
        tallyBlocks(done, lessons[language], settings.beliefs ?? {}),
        tallyPuzzles(done, lessons[language]),
        settings.blocks?.[language] ?? {},
        t,
      ),
    );
  }

  /** @param {readonly File[]} files */
  async function take(files) {
    notes = [];
    for (const file of files) {
      const name = inShort(file.name);
      const read = await textOf(file).then(readHandIn, () => UNREADABLE);
      if ("problem" in read) {
        notes.push({ file: name, key: read.problem, value: read.value ?? "" });
        continue;
      }
      const before = pupils.get(read.reader);
      if (before) notes.push({ file: name, key: "class.again", value: before.file });
      pupils.set(read.reader, { file: name, done: read.done });
    }
    show();
    main.querySelector("input")?.focus();
  }

  show();
  const stops = [
    page.store.subscribe((_, changed) => {
      if (changed.has("language")) show();
    }),
    arrivals?.subscribe(show) ?? (() => {}),
    listen(main, "dragover", (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      main.classList.add("is-dropping");
    }),
    listen(main, "dragleave", () => main.classList.remove("is-dropping")),
    listen(main, "drop", (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      main.classList.remove("is-dropping");
      take([...event.dataTransfer?.files ?? []]);
    }),
  ];
  return Promise.resolve(() => {
    for (const stop of stops) stop();
  });
}

const UNREADABLE = { problem: /** @type {const} */ ("class.unreadable"), value: "" };

/** So many bytes of a file are read at most. */
const LARGEST = 1_000_000;

/** @param {File} file @returns {Promise<string>} what stands at its beginning */
function textOf(file) {
  return file.slice(0, LARGEST).text();
}
