/** Which of several waiting requests is answered next. */

/** @import { Request } from "./service.js" */

/**
 * Returns the next request. Nets take turns, so that none starves while another is busy. Within a
 * net the newest explanation comes first; everything else keeps its order, because a model is
 * loaded before it runs, and an explanation belongs to the last run that was asked for before it.
 *
 * @template {{request: Request}} Pending
 * @param {Pending[]} waiting at least one, the oldest first
 * @param {string[]} served nets, the one that was served last at the end
 * @returns {Pending}
 */
export function nextRequest(waiting, served) {
  const turnOf = (/** @type {Pending} */ { request }) => served.indexOf(request.net);
  const first = waiting.reduce((best, other) => turnOf(other) < turnOf(best) ? other : best);
  const ofNet = waiting.filter(({ request }) => request.net === first.request.net);
  const other = ofNet.findIndex(({ request }) => request.action !== "explain");
  const numExplanations = other < 0 ? ofNet.length : other;
  return ofNet[Math.max(numExplanations - 1, 0)];
}
