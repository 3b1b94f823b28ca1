import { averageScales, windowsOf } from '../../windows.js';
import { int, type Operator } from './operator.js';
import { imageOf, padded, poolAttributes } from './pooling.js';

export const avgPool2d: Operator<'avgPool2d'> = (op, step) => {
  const image = imageOf(step);
  const { x, shape } = image;
  const { count, over } = windowsOf({ ...op, dilation: [1, 1] }, shape);
  const [before, countIncludePad] = [op.padding, op.countIncludePad];
  if (!countIncludePad || (over[0] <= before[0] && over[1] <= before[1])) {
    step.output('AveragePool', [x], {
      ...poolAttributes(op, before, over),
      count_include_pad: int(Number(countIncludePad)),
    });
    return;
  }
  // What lies after the padding counts neither way in torch.
  const whole = padded(step, image, before, over, 0);
  const [n, c] = shape;
  const means = step.between('AveragePool', [whole], [n, c, ...count], poolAttributes(op));
  const scales = Float32Array.from(averageScales(op, shape));
  step.output('Mul', [means, step.constant([1, 1, ...count], scales)]);
};
