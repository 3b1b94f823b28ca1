import type { TreeNode } from '../trace/tree.js';

const NONE: readonly TreeNode[] = [];

/** Follows rows down the tree and up again, to tell which containers are entered without a row. */
export class Descent {
  /** The modules by depth that the row before is, and is in. */
  readonly #path: (number | undefined)[] = [];

  /**
   * Goes on to a row.
   * @returns the containers that it is in and the row before was not, outermost first and without
   *   the model
   */
  enter(node: TreeNode): readonly TreeNode[] {
    let entered = NONE;
    for (let { parent } = node; parent !== null && parent.depth > 0; { parent } = parent) {
      if (this.#path[parent.depth] === parent.moduleId) continue;
      this.#path[parent.depth] = parent.moduleId;
      entered = [parent, ...entered];
    }
    this.#path[node.depth] = node.moduleId;
    this.#path.length = node.depth + 1;
    return entered;
  }
}
