import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../errors.js';
import type { Engine } from './engine.js';
import { findPackage, requirePackage } from './packages.js';
import { TfjsBackend } from './tfjs.js';

const PACKAGE = '@tensorflow/tfjs-node';

/** Where the package's install script puts the compiled binding, if it succeeds. */
const BINDING = join('lib', 'napi-v8', 'tfjs_binding.node');

/** TensorFlow's own kernels, by the package tfjs-node: the fastest engine. */
export const tensorflow: Engine = {
  name: 'tensorflow',
  memoryLimitBytes: Infinity,

  status() {
    const found = findPackage(PACKAGE);
    const remedy = `npm install ${PACKAGE}@4.22.0`;
    if (found === null) {
      return { ready: false, reason: `${PACKAGE} is not installed.`, remedy };
    }
    // Looked for here because the package takes 200 ms to find out the same.
    if (!existsSync(join(found.path, BINDING))) {
      return {
        ready: false,
        reason: `${PACKAGE} is installed without its native library.`,
        remedy,
      };
    }
    return { ready: true, ...found };
  },

  start() {
    // Silences TensorFlow's banner, which would stand between the lines of a table.
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    const tf = requirePackage(PACKAGE);
    // Where a backend fails to start, TensorFlow.js goes on with another one, in silence.
    if (tf.getBackend() !== 'tensorflow') {
      throw new EngineError('The tensorflow engine did not start.');
    }
    const threads = availableParallelism();
    return Promise.resolve(new TfjsBackend(tf, { name: 'tensorflow', threads }));
  },
};
