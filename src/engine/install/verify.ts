/*
 * Run as a program, with the folder of an installed tfjs-node: loads it, convolves, and fails unless
 * the numbers are right. A child process, since a library that is broken may end the process.
 */
import type { Recording } from '../../trace/recording.js';
import { planPass } from '../plan.js';
import { TfjsExecutor } from '../tfjs/executor.js';
import { loadTfjsNode } from '../tfjs/internals.js';

/** 0 to 17 as [1, 2, 3, 3]. */
const INPUT = Float32Array.from({ length: 18 }, (_, i) => i);
/** torch.nn.functional.conv2d with 1 to 8 as [1, 2, 2, 2] for the weight, in PyTorch 1.13. */
const EXPECTED = [320, 356, 428, 464];

const CONVOLUTION: Recording = {
  nodes: [],
  inputShapes: [[1, 2, 3, 3]],
  operations: [
    {
      op: {
        kind: 'conv2d',
        weight: { shape: [1, 2, 2, 2] },
        bias: null,
        stride: [1, 1],
        padding: [0, 0],
        dilation: [1, 1],
        groups: 1,
      },
      inputs: [0],
      inputShapes: [[1, 2, 3, 3]],
      outputShape: [1, 1, 2, 2],
    },
  ],
  calls: [],
  outputs: [1],
};

const [, , folder = ''] = process.argv;
const tf = loadTfjsNode(folder);
await tf.setBackend('tensorflow');
const executor = new TfjsExecutor(tf, { name: 'tensorflow', threads: 1 });
const weights = {
  fill(_stored: object, target: Float32Array): void {
    target.forEach((_, i) => (target[i] = i + 1));
  },
};
const { outputs } = await executor.execute(planPass(CONVOLUTION, []), weights, [INPUT]);
const numbers = [...(outputs[0]?.data ?? [])];
if (numbers.join() !== EXPECTED.join()) {
  process.stderr.write(`a convolution gave ${numbers.join(', ')}, not ${EXPECTED.join(', ')}\n`);
  process.exitCode = 1;
}
