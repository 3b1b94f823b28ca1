import type { Shape } from '../../ops/shape.js';
import { badValue } from '../usage.js';
import { isSize, wholeNumber } from './number.js';

/** Reads what `--input-size` takes: `1x3x224x224`. */
export function parseInputSize(text: string): Shape {
  const sizes = text.split(/[x×,]/iu).map((item) => item.trim());
  const shape = sizes.map(wholeNumber);
  if (shape.length === 4 && shape.every(isSize)) return shape;
  const hint =
    shape.length === 3 && shape.every(isSize)
      ? `The batch comes first: --input-size 1x${sizes.join('x')}`
      : undefined;
  throw badValue(
    '--input-size',
    text,
    'four whole numbers from 1, NxCxHxW, such as 1x3x224x224',
    hint,
  );
}
