import { keysOf } from '../text/keys.js';
import type { Engine } from './engine.js';

/**
 * The engines that compute a pass, fastest first, loaded on demand: a new one is
 * one folder and one line here.
 */
export const ENGINES = {
  tensorflow: async () => (await import('./tfjs/tensorflow.js')).tensorflow,
  wasm: async () => (await import('./tfjs/wasm.js')).wasm,
} satisfies Record<string, () => Promise<Engine>>;

/** The name of an engine that computes a pass. */
export type EngineName = keyof typeof ENGINES;

/** The names of the engines, fastest first. */
export function engineNames(): EngineName[] {
  return keysOf(ENGINES);
}

/** Every engine, fastest first. What they run on is not loaded yet. */
export function allEngines(): Promise<Engine[]> {
  return Promise.all(engineNames().map((name) => ENGINES[name]()));
}
