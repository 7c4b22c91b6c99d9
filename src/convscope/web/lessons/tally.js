/** What a class has done: who fell for which belief, and who solved which puzzle. */

/** @import { Bet, Choice, Lesson } from "./lesson.js" */
/** @import { Done } from "./progress.js" */
import { RIGHT } from "./lesson.js";

/**
 * A bet that a block is met by, with what the class chose.
 *
 * @typedef {object} BetTally
 * @property {Lesson} lesson
 * @property {Bet} bet
 * @property {number} answered by how many pupils
 * @property {readonly {choice: Choice, count: number}[]} wrong choices that show a belief of the
 *   block, with how many pupils fell for it
 */

/**
 * @typedef {object} BlockTally
 * @property {number | null} block null for beliefs that are rarer than those of the blocks
 * @property {number} answered pupils who made one of its bets
 * @property {number} fell pupils who fell for one of its beliefs at least
 * @property {readonly BetTally[]} bets
 */

/** @typedef {{lesson: Lesson, puzzle: string, pupils: number, tasks: number}} PuzzleTally */

/**
 * Counts bets.
 *
 * @param {readonly Done[]} pupils
 * @param {readonly Lesson[]} lessons
 * @param {Readonly<Record<string, number | null>>} blockOf each belief
 * @returns {BlockTally[]} by number, rarer beliefs last
 */
export function tallyBlocks(pupils, lessons, blockOf) {
  const numbers = [...new Set(Object.values(blockOf))].filter((block) => block !== null);
  const blocks = [...numbers.sort((a, b) => a - b), null];
  return blocks.map((block) => {
    const bets = lessons.flatMap((lesson) =>
      lesson.parts.flatMap((part) => {
        if (part.kind !== "bet") return [];
        const shows = part.choices.filter(({ belief }) =>
          belief !== RIGHT && blockOf[belief] === block
        );
        return shows.length ? [{ lesson, bet: part, shows }] : [];
      })
    );
    const chosen = pupils.map((pupil) =>
      bets.map(({ lesson, bet }) => chosenIn(pupil, lesson, bet))
    );
    return {
      block,
      answered: chosen.filter((each) => each.some(Boolean)).length,
      fell: chosen.filter((each) =>
        bets.some(({ shows }, at) =>
          shows.some(({ belief }) => belief === each[at])
        )
      ).length,
      bets: bets.map(({ lesson, bet, shows }, at) => ({
        lesson,
        bet,
        answered: chosen.filter((each) => each[at]).length,
        wrong: shows.map((choice) => ({
          choice,
          count: chosen.filter((each) => each[at] === choice.belief).length,
        })),
      })),
    };
  });
}

/**
 * Counts puzzles, in the order of the course.
 *
 * @param {readonly Done[]} pupils
 * @param {readonly Lesson[]} lessons
 * @returns {PuzzleTally[]}
 */
export function tallyPuzzles(pupils, lessons) {
  return lessons.flatMap((lesson) =>
    lesson.parts.flatMap((part) => {
      if (part.kind !== "puzzle") return [];
      const solved = pupils.map(({ puzzles }) => own(puzzles, `${lesson.name}/${part.name}`) ?? 0);
      return [{
        lesson,
        puzzle: part.name,
        pupils: solved.filter((count) => count > 0).length,
        tasks: solved.reduce((sum, count) => sum + count, 0),
      }];
    })
  );
}

/** @param {Done} pupil @param {Lesson} lesson @param {Bet} bet @returns {string | undefined} */
function chosenIn({ bets }, lesson, { name, choices }) {
  const chosen = own(bets, `${lesson.name}/${name}`);
  return choices.some(({ belief }) => belief === chosen) ? chosen : undefined;
}

/**
 * @template T
 * @param {Readonly<Record<string, T>>} record from a file
 * @param {string} key
 * @returns {T | undefined}
 */
function own(record, key) {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
