import type { LayerFacts } from './parts.js';
import { prefixBelow } from './paths.js';

/** What totals come from: of a layer, and what only summaries say of it. */
export interface Row extends Pick<
  LayerFacts,
  'params' | 'trainableParams' | 'multAdds' | 'outputShape'
> {
  /** Levels below the model. */
  readonly depth: number;
  /** Whether an earlier layer is the same module, whose parameters count there. */
  readonly isRecursive: boolean;
  /** Whether it holds no modules, or only empty containers; null if that is not known. */
  readonly isLeaf: boolean | null;
}

/** The rows of a baseline, as far as its layers tell of one another; null if they are in no order of calls. */
export function rowsOf(layers: readonly LayerFacts[]): Row[] | null {
  const places = placesOf(layers);
  if (places === null) return null;
  const repeated = repeatedOf(layers);
  const holders = new Set(places.map(({ holder }) => holder));
  const containers = new Set<number | undefined>();
  places.forEach(({ holder }, index) => {
    // Below a leaf there are only empty containers, which have no kernel and nothing below them.
    if (layers[index]?.kernelSize !== null || holders.has(index)) containers.add(holder);
  });
  const isLeaf = (index: number, { multAdds }: LayerFacts): boolean | null => {
    if (containers.has(index)) return false;
    return !holders.has(index) && multAdds > 0 ? true : null;
  };
  return layers.map((layer, index) => ({
    params: layer.params,
    trainableParams: layer.trainableParams,
    multAdds: layer.multAdds,
    outputShape: layer.outputShape,
    depth: places[index]?.depth ?? 0,
    isRecursive: repeated[index] ?? false,
    isLeaf: isLeaf(index, layer),
  }));
}

interface Place {
  readonly depth: number;
  /** The index of the layer that it is directly below; -1 for the model. */
  readonly holder: number;
}

/** Where each layer is in the tree; null if one of them does not follow what holds it. */
function placesOf(layers: readonly LayerFacts[]): Place[] | null {
  const places: Place[] = [];
  /** The layer before and those that hold it, from the model on. */
  const open: { readonly index: number; readonly prefix: string }[] = [];
  for (const [index, { path }] of layers.entries()) {
    const depth = path === '' ? 0 : path.split('.').length;
    open.length = Math.min(open.length, depth);
    const holder = open.at(-1);
    const isThere = holder === undefined ? index === 0 : path.startsWith(holder.prefix);
    if (open.length !== depth || !isThere) return null;
    places.push({ depth, holder: holder?.index ?? -1 });
    open.push({ index, prefix: prefixBelow(path) });
  }
  return places;
}

/** Whether each layer is of a module that is counted elsewhere. */
function repeatedOf(layers: readonly LayerFacts[]): boolean[] {
  const called = new Set<string>();
  const uncalled = new Map<string, number>();
  for (const { path, outputShape } of layers) {
    if (outputShape === null) uncalled.set(path, (uncalled.get(path) ?? 0) + 1);
    else called.add(path);
  }
  const seen = new Set<string>();
  return layers.map(({ path, outputShape }) => {
    // A container that was not called is one row, in several places if others come between them.
    if (outputShape === null) return called.has(path) || (uncalled.get(path) ?? 0) > 1;
    const isRepeated = seen.has(path);
    seen.add(path);
    return isRepeated;
  });
}
