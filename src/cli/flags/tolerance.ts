import { parseTolerance, type Tolerance, toleranceWords } from '../../documents/tolerance.js';
import { badValue } from '../usage.js';

/** Reads what `--tolerance` takes: `0.5%`, or a number. */
export function toleranceOf(text: string): Tolerance {
  const tolerance = parseTolerance(text);
  if (tolerance !== null) return tolerance;
  throw badValue('--tolerance', text, toleranceWords(text, '0.5%'));
}
