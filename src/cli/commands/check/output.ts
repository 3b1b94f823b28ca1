import { appendFile } from 'node:fs/promises';
import type { Severity } from '../../../check/github.js';
import type { CheckDocument, CheckResult } from '../../../documents/check.js';
import { headOf } from '../../../documents/constants.js';
import { printable } from '../../../text/escape.js';
import { systemReason } from '../../../system/error.js';
import type { OutputFlags } from '../../flags/output.js';
import type { ProcessLike } from '../../process.js';
import { colourLevel } from '../../terminal/colour.js';
import { type Report, type ReportFormat, writeReport } from '../../write.js';

/** The report on models that were checked, as text; a table has colours if it goes to a terminal. */
export async function checkText(
  results: readonly CheckResult[],
  format: ReportFormat,
  { output }: OutputFlags<ReportFormat>,
  { stdout, env }: ProcessLike,
): Promise<string> {
  const level = output === undefined && format === 'table' ? colourLevel(stdout, env) : 0;
  const style =
    level === 0 ? undefined : (await import('../../terminal/style.js')).toneStyle(level);
  return writeReport(checkReport(results), format, style);
}

function checkReport(results: readonly CheckResult[]): Report {
  const document: CheckDocument = { ...headOf('check'), models: results };
  return {
    document,
    blocks: async () => (await import('../../../check/report.js')).checkBlocks(results),
  };
}

/** In GitHub Actions: annotates what failed, and adds the report to the summary of the step. */
export async function annotateGitHub(
  results: readonly CheckResult[],
  severity: Severity,
  { env, stderr }: ProcessLike,
): Promise<void> {
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const { annotations } = await import('../../../check/github.js');
  for (const line of annotations(results, severity)) stderr.write(`${line}\n`);
  const summaryFile = env['GITHUB_STEP_SUMMARY'];
  if (summaryFile === undefined || summaryFile === '') return;
  try {
    await appendFile(summaryFile, `${await writeReport(checkReport(results), 'markdown')}\n`);
  } catch (error) {
    // The check has its result anyway.
    const reason = printable(systemReason(error));
    stderr.write(`note: the summary of the step cannot be written: ${reason}.\n`);
  }
}
