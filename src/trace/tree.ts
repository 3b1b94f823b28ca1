import { type AnyModule, join, TreeGuard } from '../nn/module.js';
import type { Parameter } from '../nn/parameter.js';
import { isCount } from '../ops/arguments.js';
import { elementCount, type Shape } from '../ops/shape.js';

/** A module's own parameter. */
export interface TreeParameter {
  /** Its number, the same in every place that shares the parameter. */
  readonly id: number;
  readonly name: string;
  readonly shape: Shape;
  /** Its number of elements. */
  readonly params: number;
}

/**
 * A place in a model's tree of modules, as plain values. A module that is in two places has a
 * node for each, with the same id.
 */
export interface ModuleNode {
  readonly moduleId: number;
  /** The class name. */
  readonly type: string;
  /** The name of the field that holds the module; the class name for the model itself. */
  readonly name: string;
  /** The state-dict prefix: `layer1.0.conv1`, and "" for the model. */
  readonly path: string;
  /** Levels below the model, which is at 0. */
  readonly depth: number;
  /** Its own index in the list of nodes. */
  readonly index: number;
  /** The index of what holds it; -1 for the model. */
  readonly parent: number;
  /** Whether it holds modules, empty containers included. */
  readonly hasChildren: boolean;
  /** Whether it holds no modules, or only empty containers (torchinfo's is_leaf_layer). */
  readonly isLeaf: boolean;
  readonly ownParameters: readonly TreeParameter[];
  /** Elements of the parameters at or under the module, each parameter once. */
  readonly params: number;
  readonly trainableParams: number;
  /** Whether the name of some parameter at or under the module contains "weight" or "bias". */
  readonly hasWeights: boolean;
  readonly kernelSize: number | readonly number[] | null;
  readonly groups: number | null;
}

/** A model's tree, and the ids of its modules. */
export interface Tree {
  /** Depth first, the model first. */
  readonly nodes: readonly ModuleNode[];
  readonly ids: ReadonlyMap<object, number>;
}

type Draft = { -readonly [Key in keyof ModuleNode]: ModuleNode[Key] };

const NONE: readonly never[] = [];

/**
 * Reads a model's tree of modules.
 * @throws ModelError if a module holds itself, or the tree is too large.
 */
export function readTree(model: AnyModule): Tree {
  const nodes: Draft[] = [];
  const ids = new Map<object, number>();
  const known = new Map<Parameter, { readonly id: number; readonly holder: Draft }>();

  const readParameter = (node: Draft, name: string, parameter: Parameter): TreeParameter => {
    const { shape } = parameter;
    const before = known.get(parameter);
    const id = before?.id ?? known.size;
    const read = { id, name, shape, params: elementCount(shape) };
    countIn(nodes, node, read, parameter.requiresGrad, before?.holder ?? null);
    known.set(parameter, { id, holder: node });
    return read;
  };
  // In several small functions: V8 would spend tens of milliseconds on optimising a larger one.
  const idOf = (module: AnyModule): number => {
    const known = ids.get(module);
    if (known !== undefined) return known;
    ids.set(module, ids.size);
    return ids.size - 1;
  };
  const readParameters = (node: Draft, module: AnyModule): void => {
    const own = module.ownParameters();
    if (own.length > 0)
      node.ownParameters = own.map((named) => readParameter(node, named[0], named[1]));
  };
  const readChildren = (node: Draft, children: ReturnType<AnyModule['children']>): void => {
    node.hasChildren = true;
    for (const named of children) {
      const child = named[1];
      visit(child, named[0], join(node.path, named[0]), node);
      // Python's `any(module.children())`: an empty container counts as false.
      if (child.length !== 0) node.isLeaf = false;
    }
  };
  const guard = new TreeGuard();
  const visit = (module: AnyModule, name: string, path: string, parent: Draft | null): void => {
    guard.enter(path, module);
    const node = draftOf(module, idOf(module), name, path, parent);
    node.index = nodes.push(node) - 1;
    readParameters(node, module);
    const children = module.children();
    if (children.length > 0) readChildren(node, children);
    guard.leave(module);
  };
  visit(model, model.className, '', null);
  return { nodes, ids };
}

/** A place whose parameters and children are still to be read. */
function draftOf(
  module: AnyModule,
  moduleId: number,
  name: string,
  path: string,
  parent: ModuleNode | null,
): Draft {
  return {
    moduleId,
    type: module.className,
    name,
    path,
    depth: parent === null ? 0 : parent.depth + 1,
    index: 0,
    parent: parent?.index ?? -1,
    hasChildren: false,
    isLeaf: true,
    ownParameters: NONE,
    params: 0,
    trainableParams: 0,
    hasWeights: false,
    kernelSize: kernelSizeOf(module),
    groups: isCount(module.groups, 1) ? module.groups : null,
  };
}

/** Null if a module uses the name for something else. */
function kernelSizeOf({ kernelSize }: AnyModule): number | readonly number[] | null {
  if (Array.isArray(kernelSize)) {
    return kernelSize.every((size) => isCount(size, 0)) ? [...kernelSize] : null;
  }
  return isCount(kernelSize, 0) ? kernelSize : null;
}

/**
 * Adds a parameter to the counts of a module that holds it and of all above that, but for those that
 * have it already through the holder before. Modules are read depth first, so that no holder before
 * that one shares more of them.
 */
function countIn(
  nodes: readonly Draft[],
  holder: Draft,
  { name, params }: TreeParameter,
  trains: boolean,
  before: Draft | null,
): void {
  let isWeight = isWeightOrBiasName(name);
  for (let node: Draft | undefined = holder; node !== undefined; node = nodes[node.parent]) {
    if (before !== null && isAtOrAbove(nodes, node, before)) break;
    node.params += params;
    if (trains) node.trainableParams += params;
    node.hasWeights ||= isWeight;
    isWeight ||= isWeightOrBiasName(node.name);
  }
}

/** Whether a place is another one, or above it. */
function isAtOrAbove(nodes: readonly ModuleNode[], node: ModuleNode, other: ModuleNode): boolean {
  let above: ModuleNode | undefined = other;
  while (above !== undefined && above.depth > node.depth) above = nodes[above.parent];
  return above === node;
}

/**
 * The parameters at or under a place, each once, with their names from there on: `weight`, or
 * `0.conv1.weight` under a Sequential (torch's `named_parameters`).
 * @param nodes the whole tree
 */
export function parametersBelow(nodes: readonly ModuleNode[], node: ModuleNode): TreeParameter[] {
  const found = new Map<number, TreeParameter>();
  const prefix = node.path === '' ? 0 : node.path.length + 1;
  // Depth first: what is below a place follows it.
  for (let index = node.index; index < nodes.length; index++) {
    const below = nodes[index];
    if (below === undefined || (below !== node && below.depth <= node.depth)) break;
    for (const parameter of below.ownParameters) {
      if (found.has(parameter.id)) continue;
      const name = join(below.path.slice(prefix), parameter.name);
      found.set(parameter.id, { ...parameter, name });
    }
  }
  return [...found.values()];
}

/** A place in words: `layer2.0.conv1 (Conv2d)`, and the class alone for the model itself. */
export function formatPlace({ path, type }: Pick<ModuleNode, 'path' | 'type'>): string {
  return path === '' ? type : `${path} (${type})`;
}

/** Whether torchinfo counts multiply-adds for a parameter of this name. */
export function isWeightOrBiasName(name: string): boolean {
  return name.includes('weight') || name.includes('bias');
}
