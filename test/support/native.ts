import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts a native engine into a folder that SE_RESNET_HOME can name, as far as looking for it goes: its
 * library is an empty file, which does not load.
 * @returns the folder of the engine
 */
export function pretendNativeEngine(home: string): string {
  const folder = join(home, 'engines', 'tensorflow');
  const at = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
  mkdirSync(join(at, 'lib', 'napi-v8'), { recursive: true });
  writeFileSync(join(at, 'package.json'), '{"version":"4.22.0"}');
  writeFileSync(join(at, 'lib', 'napi-v8', 'tfjs_binding.node'), '');
  return folder;
}
