import type { LayerFacts } from '../documents/parts.js';
import { nearestAbove } from '../documents/paths.js';

/** What a layer counts. */
export type Counts = Pick<LayerFacts, 'params' | 'trainableParams' | 'multAdds'>;

/**
 * What the layers at each path count beyond those below it: of params and trainableParams, and of the
 * multAdds of all calls.
 */
export function ownCounts(layers: readonly LayerFacts[]): ReadonlyMap<string, Counts> {
  const all = new Map<string, Mutable<Counts>>();
  const listed = new Set<string>();
  for (const { path, params, trainableParams, multAdds, outputShape } of layers) {
    // A module that was not called may be listed twice, each time with all multAdds below it.
    if (outputShape === null && listed.has(path)) continue;
    if (outputShape === null) listed.add(path);
    const before = all.get(path);
    if (before === undefined) all.set(path, { params, trainableParams, multAdds });
    else before.multAdds += multAdds;
  }
  const own = new Map([...all].map(([path, counts]) => [path, { ...counts }]));
  for (const [path, above] of nearestAbove(all.keys())) {
    const [part, whole] = [all.get(path), above === null ? undefined : own.get(above)];
    if (part === undefined || whole === undefined) continue;
    whole.params -= part.params;
    whole.trainableParams -= part.trainableParams;
    whole.multAdds -= part.multAdds;
  }
  return own;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
