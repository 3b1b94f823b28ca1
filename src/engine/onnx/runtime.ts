import { createRequire } from 'node:module';
import type { Shape } from '../../ops/shape.js';

/*
 * The part of onnxruntime-node that is used. It is no dependency, and so has no types here.
 */

/** A tensor, whose numbers are shared and not copied. */
export interface OrtTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface OrtSession {
  /** Of each output, as far as it is known; sizes that are not known are names. */
  readonly outputMetadata: readonly { readonly shape?: readonly (number | string)[] }[];
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  /** Has the profile written. */
  endProfiling(): void;
  release(): Promise<void>;
}

/** https://onnxruntime.ai/docs/api/js/interfaces/InferenceSession.SessionOptions.html */
export interface SessionOptions {
  readonly intraOpNumThreads: number;
  readonly interOpNumThreads: number;
  readonly graphOptimizationLevel: 'disabled' | 'basic';
  /** 4 for none but fatal errors; the others are thrown. */
  readonly logSeverityLevel: 4;
  readonly enableProfiling: boolean;
  readonly profileFilePrefix?: string;
  readonly extra: { readonly session: Readonly<Record<string, string>> };
}

export interface OrtModule {
  readonly env: { logLevel?: 'fatal' };
  readonly InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<OrtSession>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: Shape) => OrtTensor;
}

/**
 * Loads onnxruntime-node from its folder.
 * @throws whatever the system's loader says, if its library does not load
 */
export function loadRuntime(folder: string): OrtModule {
  const require: (path: string) => OrtModule = createRequire(import.meta.url);
  const runtime = require(folder);
  // Else it writes on stderr that it has looked for other processors.
  runtime.env.logLevel = 'fatal';
  return runtime;
}
