import { existsSync } from 'node:fs';
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
      `The native engine can be built on ${Object.keys(WHEELS).join(', ')}, and this is ${platform}.`,
      {
        hint: 'The wasm engine runs everywhere.',
      },
    );
  }
  const tools: [name: string, present: boolean][] = [
    ['python3', await succeeds('python3', ['--version'], options)],
    ['pip (python3 -m pip)', await succeeds('python3', ['-m', 'pip', '--version'], options)],
    ['a C++ compiler (c++)', await succeeds('c++', ['--version'], options)],
    ['make', await succeeds('make', ['--version'], options)],
  ];
  const missing = tools.filter(([, present]) => !present).map(([name]) => name);
  if (missing.length > 0) {
    throw new EngineError(
      'tools',
      `Building the native engine needs ${missing.join(', ')}, which this machine lacks.`,
      { hint: 'On Debian and Ubuntu: apt-get install python3 python3-pip g++ make' },
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
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  await runTool(
    'python3',
    [
      ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'],
      ...['--require-hashes', '-r', requirements, '--dest', folder, '--implementation', 'cp'],
      ...['--python-version', wheel.pythonVersion],
      ...wheel.platforms.flatMap((platform) => ['--platform', platform]),
    ],
    options,
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
  await runTool('python3', ['-c', UNPACK, file, unpacked], options);
  const deps = join(packageFolder, 'deps');
  await rm(deps, { recursive: true, force: true });
  await mkdir(join(deps, 'lib'), { recursive: true });
  await rename(join(unpacked, 'tensorflow', 'include'), join(deps, 'include'));
  for (const [library, linkName] of Object.entries(LIBRARIES)) {
    await rename(join(unpacked, 'tensorflow', library), join(deps, 'lib', library));
    await symlink(library, join(deps, 'lib', linkName));
  }
}

/** Compiles the package's binding, and removes what only the compiler needed. */
export async function compileBinding(packageFolder: string, options: RunOptions): Promise<void> {
  // Node's own headers if they are installed with it; otherwise node-gyp downloads them.
  const prefix = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  await runTool(
    'npx',
    [
      ...['--yes', 'node-gyp@12', 'rebuild', ...(hasHeaders ? [`--nodedir=${prefix}`] : [])],
      `--module_name=tfjs_binding`,
      `--module_path=${join(packageFolder, 'lib', 'napi-v8')}`,
      ...['--napi_version=8', '--napi_build_version=8'],
    ],
    { ...options, cwd: packageFolder },
  );
  for (const folder of ['build', join('deps', 'include')]) {
    await rm(join(packageFolder, folder), { recursive: true, force: true });
  }
}
