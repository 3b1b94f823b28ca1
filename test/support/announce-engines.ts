import { allEngines } from '../../src/engine/list.js';
import { chooseEngines } from './engine-choice.js';

/** Says once a run which engines it tests, and fails the run if a demanded one is missing. */
export default async function announceEngines(): Promise<void> {
  const { tested, leftOut } = chooseEngines(await allEngines());
  const left = leftOut.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  const names = tested.map(({ name }) => name).join(', ');
  process.stdout.write(`Engines tested: ${names}; left out: ${left === '' ? 'none' : left}\n`);
}
