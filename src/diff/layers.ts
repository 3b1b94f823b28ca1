import type { LayerFacts } from '../documents/parts.js';

/** One layer as each of several models has it; null if a model has no such layer. */
export interface LayerComparison {
  readonly path: string;
  readonly versions: readonly (LayerFacts | null)[];
  /**
   * Whether the models differ in it. A container whose counts differ only because those of layers
   * below it do does not count.
   */
  readonly differs: boolean;
}

/**
 * Puts the layers of several models side by side. Layers are matched by their path, and by the number of
 * the call if a module is called more than once.
 * @param models each model's layers, in call order
 * @returns every layer that any model has: the first model's in its order, the others' between them
 */
export function compareLayers(models: readonly (readonly LayerFacts[])[]): LayerComparison[] {
  const keyed = models.map(byCall);
  const rows = mergedKeys(keyed).map((key) => {
    const versions = keyed.map((layers) => layers.get(key) ?? null);
    const path = versions.find((version) => version !== null)?.path ?? '';
    return { path, versions };
  });
  const explained = new Set(rows.filter(hasOtherFacts).flatMap(({ path }) => pathsAbove(path)));
  return rows.map((row) => ({
    ...row,
    differs: hasOtherStructure(row) || (hasOtherCounts(row) && !explained.has(row.path)),
  }));
}

/** Of layers that only some models have, those that are not below another one that the same models have. */
export function outermost(rows: readonly LayerComparison[]): LayerComparison[] {
  const presence = new Map(
    rows.filter(isMissingSomewhere).map((row) => [row.path, presenceOf(row)]),
  );
  return rows.filter(
    (row) =>
      !isMissingSomewhere(row) ||
      !pathsAbove(row.path).some((above) => presence.get(above) === presenceOf(row)),
  );
}

type Versions = Pick<LayerComparison, 'versions'>;

function byCall(layers: readonly LayerFacts[]): ReadonlyMap<string, LayerFacts> {
  const calls = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const call = (calls.get(layer.path) ?? 0) + 1;
      calls.set(layer.path, call);
      return [`${layer.path}#${String(call)}`, layer];
    }),
  );
}

/** All keys, each list's new ones after the one that they follow there. */
function mergedKeys(lists: readonly ReadonlyMap<string, unknown>[]): string[] {
  return lists.reduce<string[]>((merged, list) => {
    const known = new Set(merged);
    const following = new Map<string | null, string[]>();
    let last: string | null = null;
    for (const key of list.keys()) {
      if (known.has(key)) last = key;
      else following.set(last, [...(following.get(last) ?? []), key]);
    }
    return [
      ...(following.get(null) ?? []),
      ...merged.flatMap((key) => [key, ...(following.get(key) ?? [])]),
    ];
  }, []);
}

/** Whether the versions differ in something that the layers below do not add up to. */
function hasOtherStructure(row: Versions): boolean {
  return (
    isMissingSomewhere(row) ||
    differ(row, ({ type, inputShape, outputShape, kernelSize, groups }) =>
      JSON.stringify([type, inputShape, outputShape, kernelSize, groups]),
    )
  );
}

function hasOtherCounts(row: Versions): boolean {
  return differ(row, ({ params, trainableParams, multAdds }) =>
    [params, trainableParams, multAdds].join(),
  );
}

function hasOtherFacts(row: Versions): boolean {
  return hasOtherStructure(row) || hasOtherCounts(row);
}

function differ({ versions }: Versions, facts: (layer: LayerFacts) => string): boolean {
  const texts = versions.flatMap((version) => (version === null ? [] : [facts(version)]));
  return new Set(texts).size > 1;
}

function isMissingSomewhere({ versions }: Versions): boolean {
  return versions.includes(null);
}

function presenceOf({ versions }: Versions): string {
  return versions.map((version) => (version === null ? '-' : '+')).join('');
}

/** Of layers that were added or removed together, those that are not below another one of them. */
export function outermostLayers(layers: readonly LayerFacts[]): LayerFacts[] {
  const paths = new Set(layers.map(({ path }) => path));
  return layers.filter(({ path }) => !pathsAbove(path).some((above) => paths.has(above)));
}

/** The paths of the modules that hold a layer, the model's first. */
function pathsAbove(path: string): string[] {
  if (path === '') return [];
  const names = path.split('.');
  return names.map((_, index) => names.slice(0, index).join('.'));
}
