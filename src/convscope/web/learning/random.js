/** Random numbers from a seed: NumPy's own, so that a net begins here as it begins in Python. */

/** Words of 32 bits that a seed is mixed into. */
const POOL_SIZE = 4;

/** Digits of 16 bits, lowest first, that the state of 128 bits is kept in. */
const NUM_DIGITS = 8;
const BASE = 2 ** 16;

/** 0x2360ED051FC65DA44385DF649FCCF645, by which the state is multiplied. */
const MULTIPLIER = [0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360];

/**
 * A stream of random numbers.
 *
 * @typedef {object} Random
 * @property {() => number} uniform evenly from 0 to below 1
 * @property {() => number} normal from the normal distribution with mean 0 and deviation 1
 * @property {() => number} bits a whole number from 0 to below 2³²
 * @property {(order: Int32Array) => Int32Array} shuffle brings the values into another order
 */

/**
 * Returns NumPy's `default_rng(seeds)`: `uniform`, `bits` and `shuffle` give the numbers of its
 * `random`, `integers(2**32)` and `shuffle`; `normal` has numbers of its own.
 *
 * Source: O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
 * Random Number Generation", 2014, in the variant XSL RR 128/64; NumPy's documentation of
 * `SeedSequence`.
 *
 * @param {readonly number[]} seeds whole numbers from 0
 * @returns {Random}
 */
export function createRandom(seeds) {
  const words = mixSeeds(seeds);
  const increment = doubledAndOne(digitsOf([words[6], words[7], words[4], words[5]]));
  const start = digitsOf([words[2], words[3], words[0], words[1]]);
  const state = new Int32Array(NUM_DIGITS);
  const next = new Int32Array(NUM_DIGITS);
  let high = 0, low = 0, kept = 0;
  let hasKept = false;

  /** Multiplies the state and adds the increment. */
  function advance() {
    let carry = 0;
    for (let i = 0; i < NUM_DIGITS; i++) {
      let sum = carry + increment[i];
      for (let j = 0; j <= i; j++) sum += state[j] * MULTIPLIER[i - j];
      carry = Math.floor(sum / BASE);
      next[i] = sum - carry * BASE;
    }
    state.set(next);
  }

  /** Leaves the next 64 bits in `high` and `low`. */
  function draw() {
    advance();
    const upper = ((state[7] ^ state[3]) << 16 | (state[6] ^ state[2])) >>> 0;
    const lower = ((state[5] ^ state[1]) << 16 | (state[4] ^ state[0])) >>> 0;
    const turn = state[7] >>> 10;
    const by = turn & 31;
    const top = turn < 32 ? upper : lower;
    const bottom = turn < 32 ? lower : upper;
    high = by ? (top >>> by | bottom << (32 - by)) >>> 0 : top;
    low = by ? (bottom >>> by | top << (32 - by)) >>> 0 : bottom;
  }

  advance();
  add(state, start);
  advance();

  const uniform = () => {
    draw();
    return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
  };
  const bits = () => {
    hasKept = !hasKept;
    if (!hasKept) return kept;
    draw();
    kept = high;
    return low;
  };
  const upTo = (/** @type {number} */ largest) => {
    const mask = 0xffffffff >>> Math.clz32(largest);
    for (;;) {
      const value = (bits() & mask) >>> 0;
      if (value <= largest) return value;
    }
  };
  return {
    uniform,
    bits,
    // Box, Muller, "A Note on the Generation of Random Normal Deviates", 1958.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle(order) {
      for (let i = order.length - 1; i > 0; i--) {
        const j = upTo(i);
        const value = order[i];
        order[i] = order[j];
        order[j] = value;
      }
      return order;
    },
  };
}

/**
 * Returns eight words of 32 bits, in which every bit of every seed has a part.
 *
 * @param {readonly number[]} seeds
 * @returns {number[]}
 */
function mixSeeds(seeds) {
  const entropy = seeds.flatMap(wordsOf);
  let factor = 0x43b0d7e5;
  const hash = (/** @type {number} */ value) => {
    value ^= factor;
    factor = Math.imul(factor, 0x931e8875);
    value = Math.imul(value, factor);
    return value ^ value >>> 16;
  };
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => {
    const mixed = Math.imul(0xca01f9dd, a) - Math.imul(0x4973f715, b) | 0;
    return mixed ^ mixed >>> 16;
  };
  const pool = Array.from({ length: POOL_SIZE }, (_, i) => hash(entropy[i] ?? 0));
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let to = 0; to < POOL_SIZE; to++) {
      if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
    }
  }
  for (const word of entropy.slice(POOL_SIZE)) {
    for (let to = 0; to < POOL_SIZE; to++) pool[to] = mix(pool[to], hash(word));
  }
  let mask = 0x8b51f9dd;
  return Array.from({ length: 2 * POOL_SIZE }, (_, i) => {
    let value = pool[i % POOL_SIZE] ^ mask;
    mask = Math.imul(mask, 0x58f38ded);
    value = Math.imul(value, mask);
    return (value ^ value >>> 16) >>> 0;
  });
}

/** @param {number} seed @returns {number[]} its words of 32 bits, lowest first */
function wordsOf(seed) {
  const words = [seed % 2 ** 32];
  for (let rest = Math.floor(seed / 2 ** 32); rest > 0; rest = Math.floor(rest / 2 ** 32)) {
    words.push(rest % 2 ** 32);
  }
  return words;
}

/** @param {number[]} words four of 32 bits, lowest first @returns {number[]} */
function digitsOf(words) {
  return words.flatMap((word) => [word & 0xffff, word >>> 16]);
}

/** @param {number[]} digits @returns {number[]} */
function doubledAndOne(digits) {
  return digits.map((digit, i) => (digit << 1 | (i ? digits[i - 1] >>> 15 : 1)) & 0xffff);
}

/** @param {Int32Array} digits @param {number[]} others added to them, without what overflows */
function add(digits, others) {
  let carry = 0;
  for (let i = 0; i < digits.length; i++) {
    const sum = digits[i] + others[i] + carry;
    digits[i] = sum % BASE;
    carry = Math.floor(sum / BASE);
  }
}
