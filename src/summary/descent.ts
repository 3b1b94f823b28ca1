import type { ModuleNode } from '../trace/tree.js';

const NONE: readonly ModuleNode[] = [];

/** Follows rows down the tree and up again, to find the containers that are entered without a row. */
export class Descent {
  readonly #nodes: readonly ModuleNode[];
  /** The module of the row before, and those that it is in, by depth. */
  readonly #path: (number | undefined)[] = [];

  /** @param nodes the whole tree */
  constructor(nodes: readonly ModuleNode[]) {
    this.#nodes = nodes;
  }

  /**
   * Moves on to a row.
   * @returns the containers that it is in and the row before was not, outermost first and without
   *   the model
   */
  enter(node: ModuleNode): readonly ModuleNode[] {
    let entered = NONE;
    let parent = this.#nodes[node.parent];
    for (; parent !== undefined && parent.depth > 0; parent = this.#nodes[parent.parent]) {
      if (this.#path[parent.depth] === parent.moduleId) continue;
      this.#path[parent.depth] = parent.moduleId;
      entered = [parent, ...entered];
    }
    this.#path[node.depth] = node.moduleId;
    this.#path.length = node.depth + 1;
    return entered;
  }
}
