import { windowsOf } from '../../windows.js';
import { ints, type Operator } from './operator.js';
import { imageOf, padded, poolAttributes } from './pooling.js';

export const maxPool2d: Operator<'maxPool2d'> = (op, step) => {
  const image = imageOf(step);
  const { over } = windowsOf(op, image.shape);
  const dilations = ints(...op.dilation);
  const before = op.padding;
  const hasGaps = op.dilation.some((size) => size > 1);
  const isPadded = [...before, ...over].some((size) => size > 0);
  // A window with gaps may have nothing but padding: the runtime's own makes that the least float32, and
  // may not be as wide as the kernel.
  if (hasGaps && isPadded) {
    const whole = padded(step, image, before, over, -Infinity);
    step.output('MaxPool', [whole], { ...poolAttributes(op), dilations });
  } else {
    step.output('MaxPool', [image.x], { ...poolAttributes(op, before, over), dilations });
  }
};
