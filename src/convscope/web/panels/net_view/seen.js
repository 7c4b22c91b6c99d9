/** Which elements somebody looks at: what is folded or outside of the window is not painted. */

/** How far outside of the window something is still painted, so that scrolling finds it ready. */
const MARGIN = "120px";

/**
 * Watches elements.
 *
 * @param {readonly HTMLElement[]} elements
 * @param {(index: number) => void} appear called when one comes into view
 * @returns {{has: (index: number) => boolean, indices: () => Iterable<number>, stop: () => void}}
 */
export function watchSeen(elements, appear) {
  /** @type {Set<number>} */
  const seen = new Set();
  const places = new Map(
    elements.map((element, index) => [/** @type {Element} */ (element), index]),
  );
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const index = /** @type {number} */ (places.get(target));
      if (!isIntersecting) seen.delete(index);
      else if (!seen.has(index)) {
        seen.add(index);
        appear(index);
      }
    }
  }, { rootMargin: MARGIN });
  for (const element of elements) observer.observe(element);
  return {
    has: (index) => seen.has(index),
    indices: () => seen,
    stop: () => observer.disconnect(),
  };
}
