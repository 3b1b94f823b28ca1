import { appendFile } from 'node:fs/promises';
import type { Severity } from '../check/github.js';
import type { ProcessLike } from '../process.js';
import type { CheckResult } from '../schema/check-report.js';
import { colourLevel } from '../terminal/colour.js';
import type { OutputFlags } from './output.js';

/** The formats of a check's report. */
export const CHECK_FORMATS = ['table', 'json', 'markdown'] as const;

export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The report as text, with a final newline. */
export async function renderCheck(
  results: readonly CheckResult[],
  format: CheckFormat,
  { output }: OutputFlags<CheckFormat>,
  { stdout, env }: ProcessLike,
): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(results, null, 2)}\n`;
    case 'markdown':
      return markdown(results);
    case 'table': {
      const { checkBlocks } = await import('../check/report.js');
      const { renderBoxed } = await import('../report/boxed.js');
      const level = output === undefined ? colourLevel(stdout, env) : 0;
      if (level === 0) return renderBoxed(checkBlocks(results));
      const { checkStyle } = await import('../terminal/style.js');
      return renderBoxed(checkBlocks(results, checkStyle(level)));
    }
  }
}

/** In GitHub Actions: annotates what failed, and adds the report to the summary of the step. */
export async function tellGitHub(
  results: readonly CheckResult[],
  severity: Severity,
  { env, stderr }: ProcessLike,
): Promise<void> {
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const { annotations } = await import('../check/github.js');
  for (const line of annotations(results, severity)) stderr.write(`${line}\n`);
  const summaryFile = env['GITHUB_STEP_SUMMARY'];
  if (summaryFile === undefined || summaryFile === '') return;
  try {
    await appendFile(summaryFile, `${await markdown(results)}\n`);
  } catch (error) {
    // The check has its answer all the same.
    const reason = error instanceof Error ? error.message : String(error);
    stderr.write(`note: the summary of the step cannot be written: ${reason}.\n`);
  }
}

async function markdown(results: readonly CheckResult[]): Promise<string> {
  const { checkBlocks } = await import('../check/report.js');
  const { renderMarkdown } = await import('../report/markdown.js');
  return renderMarkdown(checkBlocks(results));
}
