import { keysOf } from '../text/keys.js';
import type { Engine } from './engine.js';
import { NATIVE_ENGINES } from './native/list.js';

/**
 * The engines that compute a pass, fastest first, loaded on demand: a new one is
 * one folder and one line here, or in the list of those that have a native library.
 */
export const ENGINES = {
  ...NATIVE_ENGINES,
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

/** Engines, fastest first, each loaded as it is asked for. */
export async function* enginesInTurn(isWanted: (name: string) => boolean): AsyncGenerator<Engine> {
  for (const name of engineNames()) if (isWanted(name)) yield await ENGINES[name]();
}
