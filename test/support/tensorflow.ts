import { requirePackage } from '../../src/engine/packages.js';
import { loadTfjsNode, type TensorFlow } from '../../src/engine/tfjs/internals.js';
import { tensorflow } from '../../src/engine/tfjs/tensorflow.js';

/** The TensorFlow.js that an engine runs on; null if it runs on something else. */
export function tensorFlowOf(name: string): TensorFlow | null {
  if (name === 'wasm') return requirePackage('@tensorflow/tfjs-core');
  const status = tensorflow.status();
  return name === 'tensorflow' && status.ready ? loadTfjsNode(status.path) : null;
}
