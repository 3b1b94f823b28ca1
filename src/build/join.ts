/*
 * Run by the build, after the compiler: joins the compiled modules into a few files, since Node takes up
 * to half a millisecond to find, read and link each of them: one for what a shape-only summary loads
 * beside the library, one for the library, and one for each engine. Those of the zoos are left alone for commands, and
 * are in one file once more for the library.
 * Every module stays where the compiler put it; those that were joined re-export what they exported.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { type GetModuleInfo, type OutputPlugin, rollup } from 'rollup';

const DIST = fileURLToPath(new URL('..', import.meta.url));

/**
 * The files that are made, each of these modules and all that they import statically. Modules that
 * several of them need are in the first.
 */
const CHUNKS: Readonly<Record<string, readonly string[]>> = {
  // What a program imports; the command is not part of it.
  library: ['index'],
  shapes: ['cli/main', 'cli/commands/summary', 'report/formats/table'],
  // What a pass needs on any engine.
  pass: [
    'engine/affine',
    'engine/choose',
    'engine/failures',
    'engine/inputs',
    'engine/packages',
    'engine/times',
    'engine/windows',
    'weights/checked',
    'weights/initialise',
    'cli/terminal/progress',
  ],
  native: ['engine/native/start'],
  onnxruntime: ['engine/onnx/onnxruntime'],
  tfjs: ['engine/tfjs/executor', 'engine/tfjs/internals', 'engine/tfjs/predict'],
  tensorflow: ['engine/tfjs/tensorflow'],
  wasm: ['engine/tfjs/wasm'],
};

/**
 * Leaves out the comments, and escapes what is not ASCII: V8 then keeps a byte a character in place of two,
 * and has less to read. Names and lines stay, so that a stack trace still says where it was.
 */
const withoutComments: OutputPlugin = {
  name: 'without-comments',
  async renderChunk(code, { fileName }) {
    if (!/^(?:joined\/|create\.js$)/.test(fileName)) return null;
    return (await transform(code, { charset: 'ascii', legalComments: 'none' })).code;
  },
};

/**
 * Whether a module stays a file of its own: those of the zoos, since a command loads only those of one
 * network, and what needs them all.
 */
function isAlone(id: string): boolean {
  return /^(?:index|models\/create|models\/(?:zoo|paper)\/.*)$/.test(nameOf(id));
}

/** A module's place in the compiled code, without its ending. */
function nameOf(id: string): string {
  return relative(DIST, id).replaceAll(sep, '/').slice(0, -'.js'.length);
}

/** The chunk that each module goes into. */
function chunksOf(infoOf: GetModuleInfo): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (id: string, chunk: string): void => {
    if (found.has(id)) return;
    found.set(id, isAlone(id) ? nameOf(id) : chunk);
    for (const imported of infoOf(id)?.importedIds ?? []) visit(imported, chunk);
  };
  for (const [chunk, names] of Object.entries(CHUNKS)) {
    for (const name of names) visit(join(DIST, `${name}.js`), chunk);
  }
  return found;
}

const names = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js'))
  .map((file) => nameOf(join(DIST, file)))
  .filter((name) => !name.startsWith('build/'));

const compiled = await rollup({
  input: Object.fromEntries(names.map((name) => [name, join(DIST, `${name}.js`)])),
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  preserveEntrySignatures: 'strict',
  treeshake: false,
});
let chunks: ReadonlyMap<string, string> | null = null;
await compiled.write({
  dir: DIST,
  entryFileNames: '[name].js',
  chunkFileNames: 'joined/[name].js',
  hoistTransitiveImports: false,
  minifyInternalExports: false,
  plugins: [withoutComments],
  manualChunks(id, { getModuleInfo }) {
    chunks ??= chunksOf(getModuleInfo);
    return chunks.get(id) ?? null;
  },
});
await compiled.close();

// The library builds any network at once, without waiting: its file of names has them all.
const create = join(DIST, 'models/create.js');
const library = await rollup({
  input: create,
  external: (id, _importer, isResolved) => isResolved && !isAlone(id),
  treeshake: false,
});
await library.write({ file: create, plugins: [withoutComments] });
await library.close();

// For importing the file itself, as the launcher does to save loading another one.
writeFileSync(join(DIST, 'joined', 'shapes.d.ts'), "export { main } from '../cli/main.js';\n");
