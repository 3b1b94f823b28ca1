/** timm's earlier names, each with the one that has taken its place (timm.models' deprecations). */
export const DEPRECATED: ReadonlyMap<string, string> = new Map();
