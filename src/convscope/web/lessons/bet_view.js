/** A bet: a question whose answer the reader gives before the lesson goes on. */

/** @import { Translate } from "./texts.js" */
/** @import { Bet } from "./lesson.js" */
import { button, element } from "../core/dom.js";
import { nodesOf, RIGHT } from "./lesson.js";

/**
 * Returns a bet.
 *
 * @param {Bet} bet
 * @param {Translate} t
 * @param {string | undefined} before what the reader chose already
 * @param {(belief: string) => void} choose told once, with the belief of the choice
 * @returns {HTMLElement}
 */
export function createBet(bet, t, before, choose) {
  const fields = bet.choices.map(({ belief, text }) => {
    const radio = element("input", {
      type: "radio",
      name: `bet-${bet.name}`,
      value: belief,
      checked: belief === before,
    });
    return { radio, label: element("label", {}, radio, element("span", {}, ...nodesOf(text))) };
  });
  const said = element("div", { class: "said", role: "status" });
  const commit = button(t("lessons.commit"), () => {
    const chosen = fields.find(({ radio }) => radio.checked)?.radio.value;
    if (!chosen) {
      said.textContent = t("lessons.chooseFirst");
      return;
    }
    close(chosen);
    choose(chosen);
  }, { class: "primary" });

  /** @param {string} belief of the choice, which stays */
  function close(belief) {
    const choice = bet.choices.find((each) => each.belief === belief);
    if (!choice) return;
    for (const { radio } of fields) radio.disabled = true;
    commit.remove();
    const verdict = belief === RIGHT ? t("lessons.betRight") : t("lessons.betWrong");
    said.replaceChildren(
      element("p", {}, element("strong", {}, verdict), " ", ...nodesOf(choice.answer)),
    );
  }
  const root = element(
    "div",
    { class: "bet" },
    element(
      "fieldset",
      {},
      element(
        "legend",
        {},
        element("span", { class: "kind" }, t("lessons.bet")),
        " ",
        ...nodesOf(bet.question),
      ),
      ...fields.map(({ label }) => label),
    ),
    commit,
    said,
  );
  if (before) close(before);
  return root;
}
