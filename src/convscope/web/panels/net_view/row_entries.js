/** What stands in the rows one behind the other: layers, those of one depth together, and buttons. */

/** @import { Group } from "../../net/layer_groups.js" */
/** @import { Folds } from "./group_folds.js" */
/** @import { LayerColumn } from "./layer_column.js" */
import { element } from "../../core/dom.js";
import { depthColumns } from "../../net/graph_blocks.js";

/**
 * Something in the row: layers of one depth, one below the other, or the button of a group.
 *
 * @typedef {object} Entry
 * @property {HTMLElement} root
 * @property {number[]} layers none for a button
 * @property {LayerColumn[]} columns of these layers
 */

/**
 * Returns all entries in their order.
 *
 * @param {readonly {inputs: number[]}[]} steps
 * @param {readonly LayerColumn[]} columns
 * @param {Folds} folds
 * @returns {Entry[]}
 */
export function rowEntries(steps, columns, { groups, roots }) {
  const columnsOf = depthColumns(steps);

  /**
   * @param {readonly Group[]} some
   * @returns {Entry[]} with the depths of single layers compared over all that follow each other
   */
  function entriesOf(some) {
    /** @type {Entry[]} */
    const found = [];
    some.forEach((group, place) => {
      const { last, parts } = group;
      const button = roots.get(group);
      if (button) found.push({ root: button, layers: [], columns: [] });
      if (parts.length) found.push(...entriesOf(parts));
      else if (button) found.push(...columnsOf(group.first, last).map(entryOf));
      else if (!some[place + 1] || roots.has(some[place + 1])) {
        const before = some.findLastIndex((other, index) => index < place && roots.has(other));
        found.push(...columnsOf(some[before + 1].first, last).map(entryOf));
      }
    });
    return found;
  }

  /** @param {number[]} layers @returns {Entry} */
  function entryOf(layers) {
    const own = layers.map((index) => columns[index]);
    const roots = own.map(({ root }) => root);
    const root = roots.length > 1 ? element("div", { class: "depth" }, ...roots) : roots[0];
    return { root, layers, columns: own };
  }

  return entriesOf(groups);
}

/**
 * Returns the entries that are shown, with what of them is shown.
 *
 * @param {readonly Entry[]} entries
 * @returns {Entry[]}
 */
export function shownEntries(entries) {
  return entries.filter(({ root }) => !root.hidden).map((entry) => ({
    ...entry,
    columns: entry.columns.filter(({ root }) => !root.hidden),
  }));
}
