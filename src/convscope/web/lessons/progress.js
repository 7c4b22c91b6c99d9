/** What a reader has done, kept by this browser alone: bets by their choice, puzzles solved. */

/** @typedef {{bets: Record<string, string>, puzzles: Record<string, number>}} Done */

/** What is kept: `reader` is a random name, which says nobody's. @typedef {Done & {reader: string}} Kept */

const KEY = "convscope.lessons";

/**
 * @typedef {object} Progress
 * @property {(lesson: string, bet: string) => string | undefined} belief chosen in a bet
 * @property {(lesson: string, bet: string, belief: string) => void} choose
 * @property {(lesson: string, puzzle: string) => number} solved how many tasks of a puzzle
 * @property {(lesson: string, puzzle: string) => void} solve counts one more
 * @property {() => Kept} all
 */

/** @returns {Progress} what this browser remembers; where it may not, what this page does */
export function createProgress() {
  let done = read();
  function keep(/** @type {Kept} */ next) {
    done = next;
    try {
      localStorage.setItem(KEY, JSON.stringify(done));
    } catch {
      // Storage is forbidden or full: the page remembers until it is closed.
    }
  }
  return {
    belief: (lesson, bet) => done.bets[`${lesson}/${bet}`],
    choose(lesson, bet, belief) {
      keep({ ...done, bets: { ...done.bets, [`${lesson}/${bet}`]: belief } });
    },
    all() {
      keep(done); // The random name stays the same from now on.
      return done;
    },
    solved: (lesson, puzzle) => Number(done.puzzles[`${lesson}/${puzzle}`] ?? 0),
    solve(lesson, puzzle) {
      const key = `${lesson}/${puzzle}`;
      const count = Number(done.puzzles[key] ?? 0) + 1;
      keep({ ...done, puzzles: { ...done.puzzles, [key]: count } });
    },
  };
}

/** @returns {Kept} */
function read() {
  const reader = randomName();
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { reader, ...kept, bets: { ...kept.bets }, puzzles: { ...kept.puzzles } };
  } catch {
    return { reader, bets: {}, puzzles: {} };
  }
}

/** @returns {string} 16 letters and digits */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
