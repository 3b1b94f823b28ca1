import type { Engine } from '../../src/engine/engine.js';

/** The engines that a run tests, and the ones that it leaves out. */
export interface EngineChoice {
  readonly tested: readonly Engine[];
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Every engine that is ready on this machine, or exactly those that SE_RESNET_TEST_ENGINES names
 * (tensorflow,wasm).
 * @throws Error if one that is named is not ready, or none is: a run that tests nothing must fail.
 */
export function chooseEngines(
  engines: readonly Engine[],
  named: string | undefined = process.env['SE_RESNET_TEST_ENGINES'],
): EngineChoice {
  const wanted = named?.split(',').map((name) => name.trim());
  const unknown = wanted?.find((name) => engines.every((engine) => engine.name !== name));
  if (unknown !== undefined) {
    throw new Error(`SE_RESNET_TEST_ENGINES names "${unknown}", which is no engine.`);
  }
  const tested: Engine[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  for (const engine of engines) {
    const { name } = engine;
    const status = engine.status();
    if (wanted?.includes(name) === false) {
      leftOut.push({ name, reason: 'SE_RESNET_TEST_ENGINES does not name it.' });
    } else if (status.ready) {
      tested.push(engine);
    } else if (wanted === undefined) {
      leftOut.push({ name, reason: status.reason });
    } else {
      throw new Error(`SE_RESNET_TEST_ENGINES names ${name}, but ${status.reason}`);
    }
  }
  if (tested.length === 0) throw new Error('No engine is ready to be tested.');
  return { tested, leftOut };
}
