import type { LayerFacts } from '../documents/parts.js';
import { formatShape } from '../ops/shape.js';
import { grouped } from '../text/python-format.js';
import { joinWords } from '../text/words.js';

/** Stands for a number or a shape that does not exist. */
export const NONE = '--';

/** The name of a layer; the model itself has none. */
export function layerTitle(path: string): string {
  return path === '' ? '(the model)' : path;
}

/** A shape, if there is one. */
export function shapeText(shape: LayerFacts['outputShape']): string {
  return shape === null ? NONE : formatShape(shape);
}

/** A difference with its sign: `+1,000`. */
export function signed(difference: number): string {
  return (difference > 0 ? '+' : '') + grouped(difference);
}

/** The first of some words, and how many more there are: `a, b and 9,990 more`. */
export function listSome(words: readonly string[], most = 10): string {
  const more = words.length - most;
  if (more <= 0) return joinWords(words, 'and');
  return `${words.slice(0, most).join(', ')} and ${grouped(more)} more`;
}
