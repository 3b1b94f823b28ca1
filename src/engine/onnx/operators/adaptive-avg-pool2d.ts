import { adaptiveWindows } from '../../windows.js';
import { ints, only, type Operator } from './operator.js';

/** If the windows are all of one size, that is a pool; if not, a product with a matrix of averages on either side. */
export const adaptiveAvgPool2d: Operator<'adaptiveAvgPool2d'> = ({ outputSize }, step) => {
  const x = only(step);
  const [n = 1, c = 1, height = 1, width = 1] = x.shape;
  const [rows, columns] = outputSize;
  if (rows === 1 && columns === 1) {
    step.output('GlobalAveragePool', [x]);
  } else if (height % rows === 0 && width % columns === 0) {
    const window = ints(height / rows, width / columns);
    step.output('AveragePool', [x], { kernel_shape: window, strides: window });
  } else {
    const overRows = step.constant([rows, height], averages(rows, height));
    const overColumns = step.constant(
      [width, columns],
      transposed(averages(columns, width), width),
    );
    const narrowed = step.between('MatMul', [x, overColumns], [n, c, height, columns]);
    step.output('MatMul', [overRows, narrowed]);
  }
};

/** [count, size]: in each row, the share that each element has in an average. */
function averages(count: number, size: number): Float32Array {
  const shares = new Float32Array(count * size);
  adaptiveWindows(size, count).forEach(({ start, end }, i) => {
    shares.fill(1 / (end - start), i * size + start, i * size + end);
  });
  return shares;
}

/** [rows, columns] → [columns, rows] */
function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
}
