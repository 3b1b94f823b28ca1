import envPaths from 'env-paths';
import { resolve } from 'node:path';

/**
 * The folder for engines that se-resnet installed itself: SE_RESNET_HOME, or the platform's folder for
 * a program's data (~/.local/share/se-resnet on Linux).
 */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  const chosen = env['SE_RESNET_HOME'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  return envPaths('se-resnet', { suffix: '' }).data;
}
