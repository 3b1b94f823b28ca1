import { adaptiveWindows } from '../../windows.js';
import type { Value } from '../graph.js';
import { int, ints, only, type Operator } from './operator.js';

/** If the windows are all of one size, that is a pool; if not, the greatest of rows, and of columns of these. */
export const adaptiveMaxPool2d: Operator<'adaptiveMaxPool2d'> = ({ outputSize }, step) => {
  const x = only(step);
  const [n = 1, c = 1, height = 1, width = 1] = x.shape;
  const [rows, columns] = outputSize;
  if (rows === 1 && columns === 1) {
    step.output('GlobalMaxPool', [x]);
    return;
  }
  if (height % rows === 0 && width % columns === 0) {
    const window = ints(height / rows, width / columns);
    step.output('MaxPool', [x], { kernel_shape: window, strides: window });
    return;
  }
  const greatest = (from: Value, axis: number, count: number): Value[] =>
    adaptiveWindows(from.shape[axis] ?? 1, count).map(({ start, end }) => {
      const sized = (size: number): number[] =>
        from.shape.map((all, i) => (i === axis ? size : all));
      const bounds = [[start], [end], [axis]].map((values) => step.sizes(values));
      const window = step.between('Slice', [from, ...bounds], sized(end - start));
      return step.between('ReduceMax', [window], sized(1), { axes: ints(axis), keepdims: int(1) });
    });
  const ofRows = greatest(x, 2, rows);
  const narrowed = step.between('Concat', ofRows, [n, c, rows, width], { axis: int(2) });
  step.output('Concat', greatest(narrowed, 3, columns), { axis: int(3) });
};
