import { keysOf } from '../../text/keys.js';
import type { NativeEngine } from './native-engine.js';

/** The engines that run on a native library, fastest first, loaded on demand. */
export const NATIVE_ENGINES = {
  onnxruntime: async () => (await import('../onnx/onnxruntime.js')).onnxruntime,
  tensorflow: async () => (await import('../tfjs/tensorflow.js')).tensorflow,
} satisfies Record<string, () => Promise<NativeEngine>>;

/** The name of an engine that runs on a native library. */
export type NativeEngineName = keyof typeof NATIVE_ENGINES;

/** The names of those engines, fastest first. */
export function nativeEngineNames(): NativeEngineName[] {
  return keysOf(NATIVE_ENGINES);
}
