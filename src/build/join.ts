/*
 * Run by the build, after the compiler: joins the compiled modules that a shape-only summary loads
 * into two files, since Node takes up to half a millisecond to find, read and link each of them.
 * Every module stays where the compiler put it; those that were joined hand on what they export.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GetModuleInfo, rollup } from 'rollup';

const DIST = fileURLToPath(new URL('..', import.meta.url));

/** The modules that a shape-only summary asks for by itself; what they import comes with them. */
const SUMMARY = ['main', 'commands/summary', 'report/formats/table'];

/** What a script imports. The part of a summary that it shares must not bring in the command. */
const LIBRARY = ['index'];

/** Modules, and all that they import without waiting to be asked. */
function withImports(names: readonly string[], infoOf: GetModuleInfo): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const imported of infoOf(id)?.importedIds ?? []) visit(imported);
  };
  for (const name of names) visit(join(DIST, `${name}.js`));
  return found;
}

const names = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(sep, '/'))
  .filter((file) => file.endsWith('.js') && !file.startsWith('build/'))
  .map((file) => file.slice(0, -'.js'.length));

const compiled = await rollup({
  input: Object.fromEntries(names.map((name) => [name, join(DIST, `${name}.js`)])),
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  preserveEntrySignatures: 'strict',
  treeshake: false,
});
let parts: { readonly summary: ReadonlySet<string>; readonly library: ReadonlySet<string> } | null =
  null;
await compiled.write({
  dir: DIST,
  entryFileNames: '[name].js',
  chunkFileNames: 'joined/[name].js',
  hoistTransitiveImports: false,
  minifyInternalExports: false,
  manualChunks(id, { getModuleInfo }) {
    parts ??= {
      summary: withImports(SUMMARY, getModuleInfo),
      library: withImports(LIBRARY, getModuleInfo),
    };
    if (!parts.summary.has(id)) return null;
    return parts.library.has(id) ? 'library' : 'command';
  },
});
await compiled.close();

// For whoever imports the file itself, as the launcher does to save loading one more.
writeFileSync(join(DIST, 'joined', 'command.d.ts'), "export { main } from '../main.js';\n");
