/** The page around its screens: header, address, and one open screen at a time. */

/** @import { Translate } from "../core/texts.js" */
/** @import { Page, Screen } from "./page.js" */
import { element, listen } from "../core/dom.js";
import { SERVER_ANSWERS } from "../core/requests.js";
import { textsIn } from "../core/texts.js";
import { failure } from "../panels/failure.js";
import { createHead } from "../panels/head.js";
import { languageOfPage } from "./page.js";

/**
 * Shows the screen that the page's state names, and the next one whenever it names another.
 *
 * @param {HTMLElement} root
 * @param {Page} page
 * @param {readonly Screen[]} screens the first is shown where the name is not known
 * @returns {() => void} closes what is open
 */
export function mountShell(root, page, screens) {
  const { store } = page;
  const head = element("div", { class: "head-place" });
  const place = element("div", { class: "screen-place" });
  root.classList.add("convscope");
  root.append(head, place);
  let opening = 0;
  let hasFailed = false;
  let close = () => {};

  const shown = () => screens.find(({ name }) => name === store.get().screen) ?? screens[0];

  /** Shows the header anew, in the language of now. */
  function showHead() {
    const language = languageOfPage(store);
    const t = textsIn(language);
    const { title, name } = shown();
    document.title = t("page.title", { screen: title(language) });
    document.documentElement.lang = language;
    root.lang = language;
    const links = [
      ...screens.map((screen) => linkTo(screen, screen.title(language), screen.name === name)),
      ...linksElsewhere(page, t),
    ];
    const choose = (/** @type {string} */ chosen) => {
      store.set({ language: chosen });
      head.querySelector("select")?.focus();
    };
    const made = createHead(t, language, choose, links);
    made.about.textContent = store.get().about;
    head.replaceChildren(made.root);
  }

  /** @param {Screen} screen @param {string} title @param {boolean} isShown */
  function linkTo({ name }, title, isShown) {
    const link = element("a", {
      href: `#${new URLSearchParams({ screen: name })}`,
      ...isShown && { "aria-current": "page" },
    }, title);
    listen(link, "click", (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // Into a window of its own.
      event.preventDefault();
      store.set({ screen: name });
    });
    return link;
  }

  /** @param {boolean} isFirst whether the page is only being opened */
  async function show(isFirst) {
    const number = ++opening;
    close();
    close = () => {};
    hasFailed = false;
    store.set({ about: "" });
    const own = element("div");
    place.replaceChildren(own);
    try {
      const closeThis = await shown().open(own, page);
      if (number !== opening) return closeThis();
      close = closeThis;
    } catch (thrown) {
      if (number === opening) {
        hasFailed = true;
        own.replaceChildren(failure(thrown, languageOfPage(store)));
      }
    }
    if (!isFirst && number === opening) moveFocus(own);
  }

  let name = shown().name;
  const stop = store.subscribe(({ about }, changed) => {
    const note = head.querySelector("p");
    if (changed.has("about") && note) note.textContent = about;
    const isOther = shown().name !== name;
    name = shown().name;
    if (isOther || changed.has("language")) showHead();
    if (isOther) show(false);
  });
  const stopWaiting = listen(document, SERVER_ANSWERS, () => hasFailed && show(true));
  showHead();
  show(true);
  return () => {
    opening++;
    stop();
    stopWaiting();
    close();
  };
}

/** What other pages are called, by the names under which a server tells where they are. */
const ELSEWHERE = /** @type {const} */ ({
  studio: "page.studio",
  draw: "draw.name",
  lessons: "page.lessons",
});

/** @param {Page} page @param {Translate} t @returns {HTMLElement[]} */
function linksElsewhere({ settings, store }, t) {
  const { language } = store.get();
  const hash = language ? `#${new URLSearchParams({ language })}` : "";
  const names = /** @type {(keyof typeof ELSEWHERE)[]} */ (Object.keys(ELSEWHERE));
  return names.flatMap((name) => {
    const address = settings.links?.[name];
    return address ? [element("a", { href: `${address}${hash}` }, t(ELSEWHERE[name]))] : [];
  });
}

/** Says where the reader is now, and lets the Tab key go on from there. @param {HTMLElement} own */
function moveFocus(own) {
  const main = own.querySelector("main") ?? own;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
