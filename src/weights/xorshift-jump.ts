/*
 * A step of xorshift is linear over GF(2): a matrix of 32x32 bits. Its powers lead over any number of
 * steps at once (Haramoto and others, "Efficient jump ahead for F2-linear random number generators", 2008).
 */

/** A matrix by its columns: what each bit of a state, from the lowest on, is led to. */
type Matrix = Int32Array;

/** Those of 1, 2, 4, 8, ... steps, as far as they have been asked for. */
const powers: Matrix[] = [Int32Array.from({ length: 32 }, (_, bit) => stepped(1 << bit))];

/**
 * The state of Marsaglia's xorshift32 with the shifts 13, 17 and 5 so many steps after another.
 * @param steps a whole number, 0 or more
 */
export function jumped(state: number, steps: number): number {
  let x = state;
  for (let left = steps, place = 0; left > 0; left = Math.floor(left / 2), place++) {
    if (left % 2 === 1) x = product(power(place), x);
  }
  return x;
}

function stepped(state: number): number {
  let x = state;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x;
}

/** The matrix of 2 ** place steps. */
function power(place: number): Matrix {
  const known = powers[place];
  if (known !== undefined) return known;
  const half = power(place - 1);
  const made = half.map((column) => product(half, column));
  powers[place] = made;
  return made;
}

function product(matrix: Matrix, state: number): number {
  let x = 0;
  // Without branches: all bits of the column, or none.
  for (let bit = 0; bit < 32; bit++) x ^= (matrix[bit] ?? 0) & -((state >>> bit) & 1);
  return x;
}
