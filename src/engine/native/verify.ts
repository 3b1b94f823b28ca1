/*
 * Run as a program, with an engine's name, the folder of its package, threads and bytes: loads it, convolves,
 * and fails unless the numbers are right and so many bytes are still to be had. A child process, since
 * a library that is broken, or that a limit stops, may end the process.
 */
import type { Recording } from '../../trace/recording.js';
import { planPass } from '../plan.js';
import { NATIVE_ENGINES, nativeEngineNames } from './list.js';

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

/** A view of memory that nothing is written to takes addresses alone, which is what a limit is on. */
const CHUNK_BYTES = 2 ** 28;

/** Numbers that a convolution gives by the library in a folder, with so many bytes still to be had. */
async function convolve(
  name: string,
  folder: string,
  threads: number,
  reserve: number,
): Promise<number[]> {
  const known = nativeEngineNames().find((engine) => engine === name);
  if (known === undefined) throw new Error(`there is no engine ${name}`);
  const engine = await NATIVE_ENGINES[known]();
  const executor = await engine.load(folder, threads);
  const weights = {
    fill(_stored: object, target: Float32Array): void {
      target.forEach((_, i) => (target[i] = i + 1));
    },
  };
  const pass = async (): Promise<number[]> => {
    const { outputs } = await executor.execute(planPass(CONVOLUTION, []), weights, [INPUT]);
    return [...(outputs[0]?.data ?? [])];
  };
  // Once without, so that the library has all its threads and their memory.
  const numbers = await pass();
  const reserved = Array.from(
    { length: Math.ceil(reserve / CHUNK_BYTES) },
    () => new ArrayBuffer(CHUNK_BYTES),
  );
  const again = reserved.length > 0 ? await pass() : numbers;
  // Asked for at the end, so that they are kept until then.
  if (reserved.some(({ byteLength }) => byteLength !== CHUNK_BYTES)) throw new Error('no room');
  return again;
}

const [, , name = '', folder = '', threads = '1', reserve = '0'] = process.argv;
try {
  const numbers = await convolve(name, folder, Number(threads), Number(reserve));
  if (numbers.join() !== EXPECTED.join()) {
    throw new Error(`a convolution gave ${numbers.join(', ')}, not ${EXPECTED.join(', ')}`);
  }
} catch (error) {
  // The last line is the reason.
  const [message] = (error instanceof Error ? error.message : String(error)).split('\n');
  process.stderr.write(`${message ?? ''}\n`);
  process.exitCode = 1;
}
