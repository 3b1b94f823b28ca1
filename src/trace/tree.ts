import { elementCount, type Shape } from '../engine/shape.js';
import { Conv2d, Linear } from '../nn/index.js';
import { join, type Module } from '../nn/module.js';
import type { Parameter } from '../nn/parameter.js';

/** A module's own parameter. */
export interface TreeParameter {
  /** A number of its own, that a parameter keeps in every place where it is shared. */
  readonly id: number;
  readonly name: string;
  readonly shape: Shape;
  /** Its number of elements. */
  readonly params: number;
}

/**
 * A place in a model's tree of modules, as plain values. A module that stands in two places has a
 * node for each, with the same id.
 */
export interface TreeNode {
  readonly moduleId: number;
  /** The class name. */
  readonly type: string;
  /** The name of the field that holds the module; the class name for the model itself. */
  readonly name: string;
  /** The state-dict prefix: `layer1.0.conv1`, and "" for the model. */
  readonly path: string;
  /** Levels below the model, which is at 0. */
  readonly depth: number;
  readonly parent: TreeNode | null;
  readonly children: readonly TreeNode[];
  readonly ownParameters: readonly TreeParameter[];
  /** Elements of the parameters at or under the module, each parameter once. */
  readonly params: number;
  readonly trainableParams: number;
  /** Whether the name of some parameter at or under the module speaks of a weight or a bias. */
  readonly hasWeights: boolean;
  /** Whether it is a convolution or a linear layer, which multiply their input by a weight. */
  readonly isMatrixProduct: boolean;
  readonly kernelSize: number | readonly number[] | null;
  readonly groups: number | null;
}

/** A model's tree, and the nodes of it by module, in the order of the tree. */
export interface Tree {
  readonly nodes: readonly TreeNode[];
  readonly ids: ReadonlyMap<Module, number>;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Draft extends Mutable<TreeNode> {
  parent: Draft | null;
}

const NONE: readonly never[] = [];

/** Reads a model's tree of modules. */
export function readTree(model: Module): Tree {
  const nodes: Draft[] = [];
  const ids = new Map<Module, number>();
  const known = new Map<Parameter, { readonly id: number; readonly holder: Draft }>();

  const readParameter = (node: Draft, name: string, parameter: Parameter): TreeParameter => {
    const { shape } = parameter;
    const before = known.get(parameter);
    const id = before?.id ?? known.size;
    const read = { id, name, shape, params: elementCount(shape) };
    countIn(node, read, parameter.requiresGrad, before?.holder ?? null);
    known.set(parameter, { id, holder: node });
    return read;
  };
  const visit = (module: Module, name: string, path: string, parent: Draft | null): Draft => {
    let moduleId = ids.get(module);
    if (moduleId === undefined) ids.set(module, (moduleId = ids.size));
    const node = draftOf(module, { moduleId, name, path, parent });
    nodes.push(node);
    node.ownParameters = module.ownParameters().map((own) => readParameter(node, own[0], own[1]));
    node.children = module
      .children()
      .map((child) => visit(child[1], child[0], join(path, child[0]), node));
    return node;
  };
  visit(model, model.className, '', null);
  return { nodes, ids };
}

/** A place whose parameters and children are still to be read. */
function draftOf(
  module: Module,
  { moduleId, name, path, parent }: Pick<Draft, 'moduleId' | 'name' | 'path' | 'parent'>,
): Draft {
  return {
    moduleId,
    type: module.className,
    name,
    path,
    depth: parent === null ? 0 : parent.depth + 1,
    parent,
    children: NONE,
    ownParameters: NONE,
    params: 0,
    trainableParams: 0,
    hasWeights: false,
    isMatrixProduct: module instanceof Conv2d || module instanceof Linear,
    kernelSize: module.kernelSize ?? null,
    groups: module.groups ?? null,
  };
}

/**
 * Adds a parameter to the counts of a module that holds it and of all above that, but for those that
 * have it already through the holder before. Modules are read depth first, so that no holder before
 * that one shares more of them.
 */
function countIn(
  holder: Draft,
  { name, params }: TreeParameter,
  trains: boolean,
  before: Draft | null,
): void {
  let isWeight = speaksOfWeight(name);
  for (let node: Draft | null = holder; node !== null; node = node.parent) {
    if (before !== null && isAtOrAbove(node, before)) break;
    node.params += params;
    if (trains) node.trainableParams += params;
    node.hasWeights ||= isWeight;
    isWeight ||= speaksOfWeight(node.name);
  }
}

/** Whether a place is another, or holds it. */
function isAtOrAbove(node: TreeNode, other: TreeNode): boolean {
  let above: TreeNode | null = other;
  while (above !== null && above.depth > node.depth) above = above.parent;
  return above === node;
}

/**
 * The parameters at or under a place, each once, with their names from there on: `weight`, or
 * `0.conv1.weight` under a Sequential (torch's `named_parameters`).
 */
export function parametersBelow(node: TreeNode): TreeParameter[] {
  const found = new Map<number, TreeParameter>();
  const visit = (path: string, { ownParameters, children }: TreeNode): void => {
    for (const parameter of ownParameters) {
      if (found.has(parameter.id)) continue;
      found.set(parameter.id, { ...parameter, name: join(path, parameter.name) });
    }
    for (const child of children) visit(join(path, child.name), child);
  };
  visit('', node);
  return [...found.values()];
}

/** What torchinfo looks for in a parameter's name before it counts multiply-adds. */
export function speaksOfWeight(name: string): boolean {
  return name.includes('weight') || name.includes('bias');
}
