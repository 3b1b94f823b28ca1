import { formatShape } from '../../ops/shape.js';
import { type Column, NOTHING } from './column.js';

/** The kernel's height and width; for a single parameter its whole shape. */
export const kernelSize: Column = {
  title: 'Kernel Shape',
  cell({ kernelSize: size }) {
    if (size === null) return NOTHING;
    return typeof size === 'number' ? String(size) : formatShape(size);
  },
  /** torchinfo swaps the first two axes of a parameter whose name is just `weight`. */
  parameterCell({ name, shape }) {
    const [first, second, ...rest] = shape;
    if (name !== 'weight' || first === undefined || second === undefined) return formatShape(shape);
    return formatShape([second, first, ...rest]);
  },
};
