/** What a class bet before training, against what validation said. */

/** @import { Language } from "../core/texts.js" */
/** @import { Translate } from "./texts.js" */
import { element } from "../core/dom.js";
import { percent } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Bet
 * @property {string} pupil id
 * @property {Record<Language, string>} name
 * @property {string} run
 * @property {number} bet 0–1
 * @property {number} outcome validation accuracy, 0–1
 * @property {boolean} is_lost
 */

/**
 * Returns a chart of all bets and the list of those that were lost, the furthest first.
 *
 * @param {readonly Bet[]} bets
 * @param {number} within how far a bet may be off to be won, as a share
 * @param {Translate} t
 * @param {Language} language
 * @param {(pupil: string, run: string) => string} linkTo
 * @returns {HTMLElement}
 */
export function createBets(bets, within, t, language, linkTo) {
  const lost = bets.filter((bet) => bet.is_lost);
  const points = Math.round(100 * within);
  const root = element("section", { class: "panel bets" }, element("h2", {}, t("bets.title")));
  if (!bets.length) {
    root.append(element("p", {}, t("bets.none")));
    return root;
  }
  const far = (/** @type {Bet} */ { bet, outcome }) => Math.abs(bet - outcome);
  const high = lost.filter(({ bet, outcome }) => bet > outcome).length;
  root.append(
    element(
      "p",
      { class: "answer" },
      t("bets.lost", { lost: lost.length, count: bets.length, points }),
    ),
    element("p", {}, t("bets.tooHigh", { high, low: lost.length - high })),
    element(
      "div",
      { class: "bets-parts" },
      chartOf(bets, within, t),
      element(
        "ul",
        { class: "lost-bets" },
        ...lost.toSorted((a, b) => far(b) - far(a)).map((bet) =>
          element(
            "li",
            {},
            element(
              "a",
              { href: linkTo(bet.pupil, bet.run) },
              t("bets.row", {
                name: bet.name[language],
                bet: percent(bet.bet),
                outcome: percent(bet.outcome),
                run: bet.run,
              }),
            ),
          )
        ),
      ),
    ),
  );
  return root;
}

/** @param {readonly Bet[]} bets @param {number} within @param {Translate} t @returns {HTMLElement} */
function chartOf(bets, within, t) {
  const picture = made("svg", {
    viewBox: "0 0 100 100",
    role: "img",
    "aria-label": t("bets.chart", { count: bets.length }),
  });
  const band = 100 * within;
  picture.append(
    made("path", {
      class: "is-won",
      d: `M0 ${100 - band}V100H${band}L100 ${band}V0H${100 - band}Z`,
    }),
    made("path", { class: "is-right", d: "M0 100L100 0" }),
    ...bets.map(({ bet, outcome, is_lost: isLost }) => {
      const [x, y] = [100 * bet, 100 * (1 - outcome)];
      // A cross where it was lost, so that colour alone says nothing.
      return isLost
        ? made("path", {
          class: "is-lost-bet",
          d: `M${x - 1.6} ${y - 1.6}L${x + 1.6} ${y + 1.6}M${x - 1.6} ${y + 1.6}L${x + 1.6} ${
            y - 1.6
          }`,
        })
        : made("circle", { class: "is-won-bet", cx: x, cy: y, r: 1.6 });
    }),
  );
  return element(
    "figure",
    { class: "bets-chart" },
    element("figcaption", {}, t("bets.vertical")),
    picture,
    element("span", { class: "chart-end" }, t("bets.horizontal")),
  );
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function made(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
