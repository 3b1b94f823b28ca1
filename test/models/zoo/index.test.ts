import { describe, expect, it } from 'vitest';
import { ZOO } from '../../../src/models/zoo/all.js';
import { LOADERS } from '../../../src/models/zoo/index.js';

describe('what loads an architecture of the paper or of a zoo', () => {
  it.each(Object.entries(LOADERS))('%s gives the one of its name', async (name, load) => {
    const architecture = await load();
    expect(architecture.name).toBe(name);
    expect(ZOO).toContain(architecture);
  });

  it('is there for each, which takes the number of classes and the channels of its input', () => {
    expect(Object.keys(LOADERS).sort()).toEqual(ZOO.map(({ name }) => name).sort());
    expect(ZOO.filter(({ open }) => open.join() !== 'numClasses,inChannels')).toEqual([]);
  });
});
