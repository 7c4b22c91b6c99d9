/** Two equations with two unknowns: the errors of a guess, and better guesses. */

/**
 * `a` × x + `b` × y = `wanted`.
 *
 * @typedef {{a: number, b: number, wanted: number}} Equation
 */

/** @typedef {readonly [number, number]} Guess x and y */

/**
 * Returns what an equation's left side gives, minus what it should be.
 *
 * @param {Equation} equation
 * @param {Guess} guess
 * @returns {number}
 */
export function errorOf({ a, b, wanted }, [x, y]) {
  return a * x + b * y - wanted;
}

/**
 * Returns how hard the errors of all equations push at x and at y: each error as often as the
 * unknown counts in its equation.
 *
 * @param {readonly Equation[]} equations
 * @param {Guess} guess
 * @returns {[number, number]}
 */
export function pushesAt(equations, guess) {
  let x = 0, y = 0;
  for (const equation of equations) {
    const error = errorOf(equation, guess);
    x += equation.a * error;
    y += equation.b * error;
  }
  return [x, y];
}

/**
 * Returns a guess and all that follow from it: in every round, each unknown goes against its push.
 *
 * @param {readonly Equation[]} equations
 * @param {Guess} start
 * @param {number} rate share of the push
 * @param {number} numRounds
 * @returns {Guess[]} `numRounds` + 1 guesses
 */
export function improveGuess(equations, start, rate, numRounds) {
  const guesses = [start];
  for (let round = 0; round < numRounds; round++) {
    const [x, y] = guesses[round];
    const [pushX, pushY] = pushesAt(equations, guesses[round]);
    guesses.push([x - rate * pushX, y - rate * pushY]);
  }
  return guesses;
}

/**
 * Returns the solution of two equations.
 *
 * @param {Equation} first
 * @param {Equation} second not a multiple of the first
 * @returns {Guess}
 */
export function solve(first, second) {
  const determinant = first.a * second.b - second.a * first.b;
  return [
    (first.wanted * second.b - second.wanted * first.b) / determinant,
    (first.a * second.wanted - second.a * first.wanted) / determinant,
  ];
}
