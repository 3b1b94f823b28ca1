import { parseTolerance, type Tolerance } from '../../check/tolerance.js';
import { badValue } from '../usage.js';

/** Reads what `--tolerance` takes: `0.5%`, or a number. */
export function toleranceOf(text: string): Tolerance {
  const tolerance = parseTolerance(text);
  if (tolerance !== null) return tolerance;
  throw badValue('--tolerance', text, 'a number from 0, or a percentage such as 0.5%');
}
