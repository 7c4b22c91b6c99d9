import assert from "node:assert/strict";
import { nextRequest } from "../../../src/convscope/web/net/request_order.js";

/**
 * Returns the order in which requests are answered.
 *
 * @param {string} requests such as "load:a run:a", the oldest first
 */
function orderOf(requests) {
  let waiting = requests.split(" ").map((text) => {
    const [action, net] = text.split(":");
    return { text, request: /** @type {any} */ ({ action: action.replace(/\d/, ""), net }) };
  });
  /** @type {string[]} */
  let served = [];
  const order = [];
  while (waiting.length) {
    const next = nextRequest(waiting, served);
    waiting = waiting.filter((pending) => pending !== next);
    served = [...served.filter((net) => net !== next.request.net), next.request.net];
    order.push(next.text);
  }
  return order.join(" ");
}

Deno.test("the newest explanation comes first, but never before or behind another run", () => {
  assert.equal(
    orderOf("load:a run1:a explain1:a explain2:a run2:a explain3:a explain4:a"),
    "load:a run1:a explain2:a explain1:a run2:a explain4:a explain3:a",
  );
});

Deno.test("nets take turns, so that a busy one does not hold up another", () => {
  assert.equal(
    orderOf("run1:a run2:a run3:a run1:b run2:b"),
    "run1:a run1:b run2:a run2:b run3:a",
  );
});
