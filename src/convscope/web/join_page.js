/** The entry of the page through which somebody comes into a room. */

import { isTooOld } from "./core/browser.js";
import { learnJapaneseErrors } from "./core/error_translation.js";
import { element, listen } from "./core/dom.js";
import { sendJson } from "./core/requests.js";
import { languageFor, LANGUAGES } from "./core/texts.js";
import { showProblem } from "./open_page.js";
import { createHead } from "./panels/head.js";
import { failure } from "./panels/failure.js";
import { textsIn } from "./core/texts.js";
import { ROOM_ERRORS_JA } from "./studio/errors_room_ja.js";
import { studioTextsIn } from "./studio/texts.js";

/** @type {string} */
let chosen = new URLSearchParams(location.hash.slice(1)).get("language") ?? "";

/** What the link holds; it is used once and does not stay in the address. */
const SECRET = chosen ? "" : decodeURIComponent(location.hash.slice(1));

function open() {
  const language = languageFor(chosen, navigator.languages);
  const t = studioTextsIn(language);
  const common = textsIn(language);
  document.getElementById("opening")?.remove();
  document.documentElement.lang = language;
  document.title = common("page.title", { screen: t("join.title") });
  const said = element("div", { role: "status" });
  const field = element("input", {
    type: "text",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 80,
  });
  const form = element(
    "form",
    { class: "panel" },
    element("h2", {}, t("join.title")),
    element("label", { class: "field" }, t("join.code"), field),
    element("button", { class: "main-button" }, t("join.enter")),
  );
  listen(form, "submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) enter(field.value.trim());
  });
  const main = element(
    "main",
    { class: "studio-screen join-screen" },
    element("p", { class: "stays" }, t("room.stays")),
    form,
    said,
    element("section", { class: "panel" }, element("h2", {}, t("join.kept")), keptList(t)),
  );
  const head = createHead(common, language, (code) => {
    chosen = Object.hasOwn(LANGUAGES, code) ? code : "";
    document.querySelector(".convscope")?.remove();
    open();
    document.querySelector("select")?.focus();
  });
  const root = element("div", { class: "convscope", lang: language }, head.root, main);
  document.body.append(root);

  /** @param {string} code */
  async function enter(code) {
    said.textContent = t("join.entering");
    try {
      const { role } = await sendJson("/api/room/join", "POST", { code });
      const screen = role === "teacher" ? "room" : "me";
      const told = new URLSearchParams({ ...chosen && { language: chosen }, screen });
      location.replace(`/#${told}`);
    } catch (thrown) {
      said.replaceChildren(failure(thrown, language));
      field.focus();
    }
  }
  return enter;
}

/** @param {import("./studio/texts.js").Translate} t */
function keptList(t) {
  return element(
    "ul",
    {},
    ...(/** @type {const} */ (["where", "who", "name", "wiped"])).map((key) =>
      element("li", {}, t(`join.kept.${key}`))
    ),
  );
}

learnJapaneseErrors(ROOM_ERRORS_JA);
if (!isTooOld()) {
  try {
    const enter = open();
    if (SECRET) {
      history.replaceState(null, "", "/join");
      enter(SECRET);
    }
  } catch (thrown) {
    showProblem(thrown);
  }
}
