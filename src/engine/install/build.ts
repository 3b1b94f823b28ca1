import { readdirSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineError } from '../../errors.js';
import type { RunOptions } from './tools.js';
import { succeeds, runTool } from './tools.js';
import { LIBRARIES, UNPACK, type Wheel, WHEELS } from './wheel.js';

/**
 * Checks that everything a build needs is there.
 * @throws EngineError that names everything that is missing
 */
export async function checkRequirements(options: RunOptions): Promise<Wheel> {
  const platform = `${process.platform}-${process.arch}`;
  const wheel = WHEELS[platform];
  if (wheel === undefined) {
    throw new EngineError(
      'platform',
      `The tensorflow engine can be built on ${Object.keys(WHEELS).join(', ')}, and this is ${platform}.`,
      {
        hint: 'The wasm engine runs everywhere.',
      },
    );
  }
  const tools: [name: string, present: boolean][] = [
    ['python3', await succeeds('python3', ['--version'], options)],
    ['pip (python3 -m pip)', await succeeds('python3', ['-m', 'pip', '--version'], options)],
    ['a C++ compiler (c++)', await succeeds('c++', ['--version'], options)],
  ];
  const missing = tools.filter(([, present]) => !present).map(([name]) => name);
  if (missing.length > 0) {
    throw new EngineError(
      'tools',
      `Building the tensorflow engine needs ${missing.join(', ')}, which this machine lacks.`,
      { hint: 'On Debian and Ubuntu: apt-get install python3 python3-pip g++' },
    );
  }
  return wheel;
}

/** Downloads the wheel into a folder, checked by its SHA-256, and returns the file's path. */
export async function downloadWheel(
  wheel: Wheel,
  folder: string,
  options: RunOptions,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  // Beside it and named relatively: pip takes some signs in a path for its own.
  await writeFile(
    join(folder, 'requirements.txt'),
    `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`,
  );
  await runTool(
    'python3',
    [
      ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'],
      ...['--require-hashes', '-r', 'requirements.txt', '--dest', '.', '--implementation', 'cp'],
      ...['--python-version', wheel.pythonVersion],
      ...wheel.platforms.flatMap((platform) => ['--platform', platform]),
    ],
    { ...options, cwd: folder, label: 'pip download' },
  );
  const file = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new EngineError('download', 'pip downloaded no wheel.');
  return join(folder, file);
}

/** Puts the wheel's headers and libraries where the package's build looks for them, as deps/. */
export async function unpackWheel(
  file: string,
  packageFolder: string,
  options: RunOptions,
): Promise<void> {
  const unpacked = join(dirname(file), 'unpacked');
  await runTool('python3', ['-c', UNPACK, file, unpacked], {
    ...options,
    label: 'Unpacking the wheel with python3',
  });
  const deps = join(packageFolder, 'deps');
  await rm(deps, { recursive: true, force: true });
  await mkdir(join(deps, 'lib'), { recursive: true });
  await rename(join(unpacked, 'tensorflow', 'include'), join(deps, 'include'));
  for (const [library, linkName] of Object.entries(LIBRARIES)) {
    await rename(join(unpacked, 'tensorflow', library), join(deps, 'lib', library));
    await symlink(library, join(deps, 'lib', linkName));
  }
}

/**
 * Compiles the package's binding as its binding.gyp says, and removes what only the compiler needed.
 * The compiler is called directly, with relative paths, since node-gyp would have to be downloaded,
 * downloads Node's headers in turn, and cannot build where a path has a blank.
 * @param headers the folder of the package node-api-headers
 */
export async function compileBinding(
  packageFolder: string,
  headers: string,
  options: RunOptions,
): Promise<void> {
  await mkdir(join(packageFolder, 'lib', 'napi-v8'), { recursive: true });
  const sources = readdirSync(join(packageFolder, 'binding')).filter((name) =>
    name.endsWith('.cc'),
  );
  await rename(headers, join(packageFolder, 'deps', 'node-api'));
  await runTool(
    'c++',
    [
      ...['-std=c++17', '-O3', '-fPIC', '-shared', '-pthread', '-w'],
      ...['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-DBUILDING_NODE_EXTENSION'],
      ...['-Ideps/include', '-Ideps/node-api/include', '-I..'],
      ...sources.sort().map((name) => `binding/${name}`),
      ...['-o', 'lib/napi-v8/tfjs_binding.node'],
      ...['-Ldeps/lib', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
      ...['-ltensorflow', '-ltensorflow_framework'],
    ],
    { ...options, cwd: packageFolder, label: 'c++' },
  );
  for (const folder of ['include', 'node-api']) {
    await rm(join(packageFolder, 'deps', folder), { recursive: true, force: true });
  }
}
