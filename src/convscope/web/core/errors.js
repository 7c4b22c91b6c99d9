/** The one error of the page: what was received, what was expected, what to do now. */

/**
 * Something that cannot be used, with what would put it right. The same three parts as in
 * Python and in every answer of the server.
 */
export class ConvscopeError extends Error {
  /**
   * @param {string} received what arrived and where
   * @param {string} expected what would have been accepted
   * @param {string} fix what to do now, as an instruction
   */
  constructor(received, expected, fix) {
    super(`${received} ${expected} ${fix}`);
    this.name = "ConvscopeError";
    this.received = received;
    this.expected = expected;
    this.fix = fix;
  }

  /** @returns {ErrorParts} what crosses workers and the network */
  asJson() {
    return { error: this.received, expected: this.expected, fix: this.fix };
  }
}

/** Nobody answered: what was asked may be asked again. */
export class UnreachableError extends ConvscopeError {}

/** @typedef {{error: string, expected: string, fix: string}} ErrorParts */

/**
 * Returns the parts of any thrown value; what is not a `ConvscopeError` is a bug of ours.
 *
 * @param {unknown} thrown
 * @returns {ErrorParts}
 */
export function errorParts(thrown) {
  if (thrown instanceof ConvscopeError) return thrown.asJson();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    error: `convscope failed: ${message}.`,
    expected: "This is a bug of convscope, not of yours.",
    fix: "Reload the page; if it happens again, report it with this text.",
  };
}

/**
 * Returns the error that `asJson` or `errorParts` took apart.
 *
 * @param {ErrorParts} parts
 * @returns {ConvscopeError}
 */
export function errorFromParts(parts) {
  return new ConvscopeError(parts.error, parts.expected, parts.fix);
}
