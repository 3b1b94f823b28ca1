import { createRequire } from 'node:module';
import type { Shape } from '../../ops/shape.js';
import { shareEnvironment } from '../native/share-environment.js';

/*
 * The part of onnxruntime-node that is used. It is no dependency, and so has no types here.
 */

/** The engine's name. */
export const NAME = 'onnxruntime';

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
 * The variables that keep the runtime from telling Microsoft of itself and of the machine, and from leaving
 * files for that in the temporary folder (onnxruntime's pull requests 27379 and 29843). It reads them as it
 * starts.
 */
const NO_TELEMETRY = ['ORT_DISABLE_TELEMETRY', 'ORT_TELEMETRY_DISABLED'];

/**
 * Loads onnxruntime-node from its folder, without telemetry unless the user's variables say otherwise.
 * @throws whatever the system's loader says, if its library does not load
 */
export function loadRuntime(folder: string): OrtModule {
  const require: (path: string) => OrtModule = createRequire(import.meta.url);
  for (const name of NO_TELEMETRY) process.env[name] ??= '1';
  shareEnvironment('ORT_');
  const runtime = require(folder);
  // Else it writes on stderr that it has looked for other processors.
  runtime.env.logLevel = 'fatal';
  return runtime;
}
