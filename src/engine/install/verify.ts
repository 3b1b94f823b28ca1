/*
 * Run as a program, with the folder of an installed tfjs-node: loads it, convolves, and fails unless
 * the numbers are right. A child process, since a library that is broken may end the process.
 */
import { TfjsBackend } from '../tfjs.js';
import { loadTfjsNode } from '../tfjs-internals.js';

/** 0 to 17 as [1, 2, 3, 3], and 1 to 8 as [1, 2, 2, 2]. */
const INPUT = Float32Array.from({ length: 18 }, (_, i) => i);
const WEIGHT = Float32Array.from({ length: 8 }, (_, i) => i + 1);
/** torch.nn.functional.conv2d of the two, in PyTorch 1.13. */
const EXPECTED = [320, 356, 428, 464];

const [, , folder = ''] = process.argv;
const tf = loadTfjsNode(folder);
await tf.setBackend('tensorflow');
const backend = new TfjsBackend(tf, { name: 'tensorflow', threads: 1 });
const weight = { shape: [1, 2, 2, 2] };
const output = backend.run(
  {
    kind: 'conv2d',
    weight,
    bias: null,
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
    groups: 1,
  },
  [backend.write(INPUT, [1, 2, 3, 3])],
  () => WEIGHT,
);
const numbers = [...backend.read(output)];
if (numbers.join() !== EXPECTED.join()) {
  process.stderr.write(`a convolution gave ${numbers.join(', ')}, not ${EXPECTED.join(', ')}\n`);
  process.exitCode = 1;
}
