/** A training that early stopping ends: how long it waits, and which weights are left. */

/** @import { Figure } from "../figure.js" */
import { element, listen } from "../../core/dom.js";
import { stopEarly } from "../early_stopping.js";
import { within } from "../figure.js";
import { createSlider } from "../slider.js";
import { svg } from "../svg.js";

const WIDTH = 240;
const HEIGHT = 90;
const MOST_PATIENCE = 8;
const MOST_EPOCHS = 40;
const DECIMALS = 2;

/** @typedef {{losses: number[], patience: number, restore: boolean}} StoppingState */

/** @type {Figure<StoppingState>} */
export const earlyStoppingFigure = {
  name: "early-stopping",
  defaults: { losses: [1, 0.5, 0.6, 0.4, 0.5], patience: 2, restore: false },
  mount(place, state, t) {
    function read() {
      const { losses, patience, restore } = state.get();
      const usable = losses.slice(0, MOST_EPOCHS).map((loss) => within(loss, 0, 10, 0));
      return {
        losses: usable.length ? usable : earlyStoppingFigure.defaults.losses,
        patience: Math.round(within(patience, 1, MOST_PATIENCE, 2)),
        restore,
      };
    }

    const patience = createSlider(
      t("figure.stopping.patience"),
      { min: 1, max: MOST_PATIENCE },
      (value) => state.set({ patience: value }),
    );
    const restore = element("input", { type: "checkbox" });
    const answer = element("p", { class: "answer", role: "status" });
    const kept = element("p", { class: "kept" });
    const waits = element("p", { class: "note" });
    const curve = svg("path", { class: "curve" });
    const rest = svg("path", { class: "curve is-untrained" });
    const dots = svg("g");
    const stop = svg("line", { y1: 0, y2: HEIGHT, class: "stop" });
    const picture = svg(
      "svg",
      { viewBox: `-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`, role: "img" },
      svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT, class: "axis" }),
      stop,
      rest,
      curve,
      dots,
    );
    const scale = element("p", { class: "note" });
    place.append(
      element(
        "div",
        { class: "digit-controls" },
        patience.root,
        element("label", { class: "check" }, restore, t("figure.stopping.restore")),
        picture,
        scale,
        answer,
        kept,
        waits,
      ),
    );

    function show() {
      const now = read();
      const { losses } = now;
      const { last, best, isEarly, waits: counts } = stopEarly(losses, now.patience);
      const most = Math.max(...losses);
      const x = (/** @type {number} */ epoch) =>
        (epoch - 1) / Math.max(losses.length - 1, 1) * WIDTH;
      const y = (/** @type {number} */ loss) => HEIGHT - loss / (most || 1) * HEIGHT;
      const path = (/** @type {number} */ from, /** @type {number} */ to) =>
        `M${
          losses.slice(from - 1, to).map((loss, index) =>
            `${x(from + index).toFixed(2)},${y(loss).toFixed(2)}`
          ).join("L")
        }`;
      curve.setAttribute("d", path(1, last));
      rest.setAttribute("d", path(last, losses.length));
      stop.setAttribute("x1", String(x(last)));
      stop.setAttribute("x2", String(x(last)));
      dots.replaceChildren(...losses.map((loss, index) =>
        svg("circle", {
          cx: x(index + 1),
          cy: y(loss),
          r: index + 1 === best ? 3 : 1.4,
          class: index + 1 === best ? "dot is-best" : "dot",
        })
      ));
      const end = now.restore ? best : last;
      const text = (/** @type {number} */ epoch) => losses[epoch - 1].toFixed(DECIMALS);
      answer.textContent = t(isEarly ? "figure.stopping.stops" : "figure.stopping.runs", {
        last,
        best,
        loss: text(best),
      });
      kept.textContent = t("figure.stopping.kept", { end, loss: text(end) });
      waits.textContent = t("figure.stopping.waits", { waits: counts.join(", ") });
      scale.textContent = t("figure.stopping.scale", {
        epochs: losses.length,
        most: most.toFixed(DECIMALS),
      });
      picture.setAttribute("aria-label", `${scale.textContent} ${answer.textContent}`);
      patience.show(now.patience);
      restore.checked = now.restore;
    }
    show();
    const stops = [
      state.subscribe(show),
      listen(restore, "change", () => state.set({ restore: restore.checked })),
    ];
    return () => stops.forEach((end) => end());
  },
};
