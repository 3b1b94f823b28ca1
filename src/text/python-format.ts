/** Numbers and text as Python's format() writes them, for tables that must equal a Python program's. */

/**
 * A number with a fixed count of decimals (`:.2f`). Python rounds a number that lies exactly between
 * two to the even one; toFixed takes the larger. Only a number with one binary digit more than there
 * are decimals can lie exactly between.
 */
export function fixed(value: number, decimals: number): string {
  // Apart from the number, since the sign is kept even if the rest is rounded to zero.
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(value);
  const text = size.toFixed(decimals);
  const isTie = (size * 2 ** (decimals + 1)) % 2 === 1;
  const isOdd = Number(text.at(-1)) % 2 === 1;
  return sign + (isTie && isOdd ? (size - 10 ** -decimals * 0.5).toFixed(decimals) : text);
}

/**
 * A number with commas between thousands (`:,`). toLocaleString does it too, at 10 ms for the first call.
 * Without commas if JavaScript writes it with an exponent, or if it is not finite.
 */
export function grouped(value: number | string): string {
  const text = String(value);
  if (!PLAIN_NUMBER.test(text)) return text;
  const first = text.startsWith('-') ? 1 : 0;
  const point = text.indexOf('.');
  let end = point === -1 ? text.length : point;
  let groups = text.slice(end);
  for (; end - first > 3; end -= 3) groups = `,${text.slice(end - 3, end)}${groups}`;
  return text.slice(0, end) + groups;
}

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** A part of one as a percentage of that width (`:>7.2%`). */
export function percent(part: number, decimals: number, width: number): string {
  return `${fixed(part * 100, decimals)}%`.padStart(width);
}

const SURROGATE_PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** The number of characters as Python counts them: code points, of which some are two units here. */
export function textLength(text: string): number {
  return SURROGATE_PAIR.test(text) ? Array.from(text).length : text.length;
}
