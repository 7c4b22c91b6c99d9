/** A pupil's own page: the name they go by, what is kept of them, and an end to it. */

/** @import { Screen } from "./page.js" */
import { element, listen } from "../core/dom.js";
import { failure } from "../panels/failure.js";
import { ask, tell } from "../studio/api.js";
import { createConfirmation } from "../studio/confirmation.js";
import { bytesText } from "../studio/room_words.js";
import { studioTextsIn } from "../studio/texts.js";
import { staysText } from "../studio/whose.js";
import { languageOfPage } from "./page.js";

/** @type {Screen} */
export const meScreen = {
  name: "me",
  title: (language) => studioTextsIn(language)("me.name"),
  open,
};

const FIRST_STEPS = /** @type {const} */ (["collect", "train", "data", "results"]);

/** @type {Screen["open"]} */
async function open(place, page) {
  const main = element("main", { class: "studio-screen me-screen" });
  place.append(main);
  let number = 0;

  /** @param {string} [done] what was done */
  async function show(done = "") {
    const own = ++number;
    const language = languageOfPage(page.store);
    const t = studioTextsIn(language);
    /** @type {any} */
    let me;
    try {
      me = await ask(["room", "me"]);
    } catch (thrown) {
      if (own === number) main.replaceChildren(failure(thrown, language));
      return;
    }
    if (own !== number) return;
    const said = element("div", { role: "status" }, done);
    const name = me.name[language];
    main.replaceChildren(
      element("p", { class: "stays" }, staysText(t, page.settings)),
      element(
        "section",
        { class: "panel" },
        element("h2", {}, t("me.title", { name })),
        element("p", {}, t("me.noName")),
        nameForm(t, said),
        said,
      ),
      element(
        "section",
        { class: "panel" },
        element("h2", {}, t("me.begin")),
        element("ul", { class: "first-steps" }, ...FIRST_STEPS.map((step) => stepLink(step, t))),
      ),
      element(
        "section",
        { class: "panel" },
        element("h2", {}, t("join.kept")),
        element(
          "ul",
          {},
          element("li", {}, t("join.kept.where")),
          element("li", {}, t("join.kept.who")),
          element(
            "li",
            {},
            t("me.used", { used: bytesText(me.bytes), most: bytesText(me.most_bytes) }),
          ),
          element("li", {}, t("me.trainings", { count: me.most_trainings })),
        ),
        createConfirmation(t("me.leave"), t("me.leaveSure"), t("room.no"), async () => {
          await tell(["room", "leave"]);
          location.replace("/join");
        }, (thrown) => said.replaceChildren(failure(thrown, language))),
      ),
    );
  }

  /** @param {import("../studio/texts.js").Translate} t @param {HTMLElement} said */
  function nameForm(t, said) {
    const field = element("input", { type: "text", maxlength: 30, autocomplete: "off" });
    const form = element(
      "form",
      { class: "tools" },
      element("label", { class: "field" }, t("me.rename"), field),
      element("button", {}, t("me.doRename")),
    );
    listen(form, "submit", async (event) => {
      event.preventDefault();
      if (!field.value.trim()) return;
      try {
        await tell(["room", "me"], { name: field.value });
        await show(t("me.renamed"));
      } catch (thrown) {
        said.replaceChildren(failure(thrown, languageOfPage(page.store)));
      }
    });
    return form;
  }

  /** @param {typeof FIRST_STEPS[number]} screen @param {import("../studio/texts.js").Translate} t */
  function stepLink(screen, t) {
    const link = element("a", { href: `#screen=${screen}` }, t(`me.begin.${screen}`));
    listen(link, "click", (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      page.store.set({ screen });
    });
    return element("li", {}, link);
  }

  const stop = page.store.subscribe((_, changed) => {
    if (changed.has("language")) show();
  });
  await show();
  return () => {
    number++;
    stop();
  };
}
