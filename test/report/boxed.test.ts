import { describe, expect, it } from 'vitest';
import { numbers, words } from '../../src/report/blocks.js';
import { renderBoxed } from '../../src/report/boxed.js';

const COLUMNS = [words('Layer'), numbers('Params')];

describe('a boxed table', () => {
  it('is as wide as its widest cells, as a terminal shows them', () => {
    const rows = [
      ['a', '1'],
      // Wide characters, an accent of its own, an emoji and a colour.
      ['日本', '1 → 2'],
      ['e\u0301', { text: '+10', tone: 'failed' as const }],
      ['👍 ok', '± 5'],
      ['', ''],
    ];
    const style = {
      passed: (text: string) => text,
      failed: (text: string) => `\u001b[31m${text}\u001b[39m`,
    };
    expect(renderBoxed([{ kind: 'grid', columns: COLUMNS, rows }], style)).toBe(
      [
        '┌───────┬────────┐',
        '│ Layer │ Params │',
        '├───────┼────────┤',
        '│ a     │      1 │',
        '│ 日本  │  1 → 2 │',
        '│ e\u0301     │    \u001b[31m+10\u001b[39m │',
        '│ 👍 ok │    ± 5 │',
        '│       │        │',
        '└───────┴────────┘',
        '',
      ].join('\n'),
    );
  });

  it('may have no rows', () => {
    expect(renderBoxed([{ kind: 'grid', columns: COLUMNS, rows: [] }])).toBe(
      [
        '┌───────┬────────┐',
        '│ Layer │ Params │',
        '├───────┼────────┤',
        '└───────┴────────┘',
        '',
      ].join('\n'),
    );
  });

  it('may have 50,000 rows', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => [`layer${String(index)}`, '1 → 2']);
    const before = performance.now();
    const lines = renderBoxed([{ kind: 'grid', columns: COLUMNS, rows }]).split('\n');
    // cli-table3 takes minutes for them.
    expect(performance.now() - before).toBeLessThan(3000);
    expect(lines).toHaveLength(rows.length + 5);
    expect(lines.at(-3)).toBe('│ layer49999 │  1 → 2 │');
  });
});
