import { windowsOf } from '../../windows.js';
import { ints, type Operator } from './operator.js';
import { imageOf, padded, poolAttributes } from './pooling.js';

export const maxPool2d: Operator<'maxPool2d'> = (op, step) => {
  const image = imageOf(step);
  const { over } = windowsOf(op, image.shape);
  const dilations = ints(...op.dilation);
  const before = op.padding;
  // The runtime takes no padding as wide as the kernel, over which one with gaps can reach.
  if (over[0] < op.kernelSize[0] && over[1] < op.kernelSize[1]) {
    step.output('MaxPool', [image.x], { ...poolAttributes(op, before, over), dilations });
  } else {
    const whole = padded(step, image, before, over, -Infinity);
    step.output('MaxPool', [whole], { ...poolAttributes(op), dilations });
  }
};
