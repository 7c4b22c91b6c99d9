/** Nets that flip coins: the best of them is kept, and meets new pictures. */

/** @import { Figure } from "../figure.js" */
/** @import { Round } from "../coins.js" */
import { button, element, listen } from "../../core/dom.js";
import { flipCoins } from "../coins.js";
import { within } from "../figure.js";
import { svg } from "../svg.js";

const NETS = [1, 5, 20, 100];
const PICTURES = [20, 50, 200, 1000];
const MOST_ROUNDS = 500;

const WIDTH = 200;
const HEIGHT = 44;

/** Where the two rows of dots stand. */
const TEST_ROW = 12;
const NEW_ROW = 34;

/** @typedef {{coinNets: number, coinPictures: number, coinRound: number}} CoinState */

/** @type {Figure<CoinState>} */
export const coinFlipsFigure = {
  name: "coin-flips",
  defaults: { coinNets: 20, coinPictures: 50, coinRound: 1 },
  mount(root, state, t) {
    function read() {
      const { coinNets, coinPictures, coinRound } = state.get();
      return {
        nets: NETS.find((known) => known === coinNets) ?? 20,
        pictures: PICTURES.find((known) => known === coinPictures) ?? 50,
        round: Math.round(within(coinRound, 1, MOST_ROUNDS, 1)),
      };
    }
    const choice = (/** @type {readonly number[]} */ values) =>
      element(
        "select",
        {},
        ...values.map((value) => element("option", { value }, String(value))),
      );
    const nets = choice(NETS);
    const pictures = choice(PICTURES);
    const again = button(t("figure.coins.again"), () => state.set({ coinRound: read().round + 1 }));
    const dots = svg("g", {});
    const picture = svg(
      "svg",
      { viewBox: `-6 -2 ${WIDTH + 12} ${HEIGHT + 4}`, role: "img", class: "coin-dots" },
      svg("line", { x1: 0, x2: WIDTH, y1: TEST_ROW + 8, y2: TEST_ROW + 8, class: "axis" }),
      svg("line", { x1: 0, x2: WIDTH, y1: NEW_ROW + 8, y2: NEW_ROW + 8, class: "axis" }),
      svg("line", { x1: WIDTH / 2, x2: WIDTH / 2, y1: 0, y2: HEIGHT, class: "axis" }),
      dots,
    );
    const answer = element("p", { class: "answer", role: "status" });
    const mean = element("p", { class: "where" });
    root.append(
      element(
        "div",
        { class: "coin-figure" },
        element(
          "div",
          { class: "tools" },
          element("label", {}, t("figure.coins.nets"), " ", nets),
          element("label", {}, t("figure.coins.pictures"), " ", pictures),
          again,
        ),
        element("p", { class: "note" }, t("figure.coins.rows")),
        picture,
        element(
          "p",
          { class: "line-end note", "aria-hidden": true },
          ...["0\u00a0%", "50\u00a0%", "100\u00a0%"].map((text) => element("span", {}, text)),
        ),
        answer,
        mean,
      ),
    );

    function show() {
      const now = read();
      nets.value = String(now.nets);
      pictures.value = String(now.pictures);
      again.disabled = now.round === MOST_ROUNDS;
      const rounds = Array.from(
        { length: now.round },
        (_, index) => flipCoins(index + 1, now.nets, now.pictures),
      );
      const { right, best, again: fresh } = rounds[now.round - 1];
      const x = (/** @type {number} */ count) => count / now.pictures * WIDTH;
      const below = right.map((count, index) =>
        right.slice(0, index).filter((each) => each === count).length
      );
      const gap = Math.min(3, (TEST_ROW + 4) / Math.max(1, ...below));
      dots.replaceChildren(
        ...right.map((count, index) =>
          svg("circle", {
            cx: x(count),
            cy: TEST_ROW + 4 - gap * below[index],
            r: 1.5,
            class: index === best ? "dot" : "coin-dot",
          })
        ),
        ring(x(right[best]), TEST_ROW + 4),
        svg("circle", { cx: x(fresh), cy: NEW_ROW + 4, r: 1.5, class: "dot" }),
        ring(x(fresh), NEW_ROW + 4),
      );
      answer.textContent = t("figure.coins.answer", {
        nets: now.nets,
        pictures: now.pictures,
        right: right[best],
        percent: percentText(right[best], now.pictures),
        again: fresh,
        percentAgain: percentText(fresh, now.pictures),
      });
      const all = now.round * now.pictures;
      const sum = (/** @type {(round: Round) => number} */ count) =>
        rounds.reduce((total, round) => total + count(round), 0);
      mean.textContent = t("figure.coins.mean", {
        round: now.round,
        percent: percentText(sum((round) => round.right[round.best]), all),
        percentAgain: percentText(sum((round) => round.again), all),
      });
      picture.setAttribute("aria-label", answer.textContent);
    }

    const stops = [
      listen(nets, "change", () => state.set({ coinNets: Number(nets.value), coinRound: 1 })),
      listen(
        pictures,
        "change",
        () => state.set({ coinPictures: Number(pictures.value), coinRound: 1 }),
      ),
    ];
    show();
    stops.push(state.subscribe(show));
    return () => stops.forEach((stop) => stop());
  },
};

/** @param {number} cx @param {number} cy @returns {SVGElement} marks a dot without colour */
function ring(cx, cy) {
  return svg("circle", { cx, cy, r: 3, class: "coin-ring" });
}

/** @param {number} right @param {number} count @returns {string} */
function percentText(right, count) {
  return `${(100 * right / count).toFixed(1)}\u00a0%`;
}
