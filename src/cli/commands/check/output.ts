import { appendFile } from 'node:fs/promises';
import type { Severity } from '../../../check/github.js';
import type { CheckDocument, CheckResult } from '../../../documents/check.js';
import { headOf } from '../../../documents/constants.js';
import type { OutputFlags } from '../../flags/output.js';
import type { ProcessLike } from '../../process.js';
import { colourLevel } from '../../terminal/colour.js';
import { type Report, type ReportFormat, writeReport } from '../../write.js';

/** The report on models that were checked. */
export function checkReport(
  results: readonly CheckResult[],
  format: ReportFormat,
  { output }: OutputFlags<ReportFormat>,
  { stdout, env }: ProcessLike,
): Report {
  const document: CheckDocument = { ...headOf('check'), models: results };
  return {
    document,
    async blocks() {
      const { checkBlocks } = await import('../../../check/report.js');
      const level = output === undefined && format === 'table' ? colourLevel(stdout, env) : 0;
      if (level === 0) return checkBlocks(results);
      const { checkStyle } = await import('../../terminal/style.js');
      return checkBlocks(results, checkStyle(level));
    },
  };
}

/** In GitHub Actions: annotates what failed, and adds the report to the summary of the step. */
export async function annotateGitHub(
  results: readonly CheckResult[],
  severity: Severity,
  process: ProcessLike,
): Promise<void> {
  const { env, stderr } = process;
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const { annotations } = await import('../../../check/github.js');
  for (const line of annotations(results, severity)) stderr.write(`${line}\n`);
  const summaryFile = env['GITHUB_STEP_SUMMARY'];
  if (summaryFile === undefined || summaryFile === '') return;
  try {
    const report = checkReport(results, 'markdown', {}, process);
    await appendFile(summaryFile, `${await writeReport(report, 'markdown')}\n`);
  } catch (error) {
    // The check has its result anyway.
    const reason = error instanceof Error ? error.message : String(error);
    stderr.write(`note: the summary of the step cannot be written: ${reason}.\n`);
  }
}
