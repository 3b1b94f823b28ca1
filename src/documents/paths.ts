/**
 * For each of the paths of some modules, the nearest one above it among them; null if there is none.
 * Those above come before those below. It takes time in proportion to what the paths say, however deep
 * they are.
 * @param paths state-dict prefixes, `layer1.0.conv1`, each once; "" is above all others
 */
export function nearestAbove(paths: Iterable<string>): Map<string, string | null> {
  // With the point at its end, a path is directly followed by those that begin with it.
  const sorted = Array.from(paths, (path) => ({ path, prefix: prefixBelow(path) })).sort((a, b) =>
    a.prefix < b.prefix ? -1 : 1,
  );
  const found = new Map<string, string | null>();
  const above: { path: string; prefix: string }[] = [];
  for (const entry of sorted) {
    while (above.length > 0 && !entry.prefix.startsWith(above.at(-1)?.prefix ?? '')) above.pop();
    found.set(entry.path, above.at(-1)?.path ?? null);
    above.push(entry);
  }
  return found;
}

/** Of some paths, each once, those that are below none of the others. */
export function outermostPaths(paths: Iterable<string>): Set<string> {
  const above = nearestAbove(paths);
  return new Set([...above.keys()].filter((path) => above.get(path) === null));
}

/** What the paths below a path begin with. */
export function prefixBelow(path: string): string {
  return path === '' ? '' : `${path}.`;
}
