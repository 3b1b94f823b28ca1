/** What a report for people is made of, in any format. */
export type Block = Paragraph | Grid;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface Grid {
  readonly kind: 'grid';
  readonly columns: readonly GridColumn[];
  /** The cells of each row, one a column. */
  readonly rows: readonly (readonly string[])[];
}

export interface GridColumn {
  readonly title: string;
  /** Numbers are aligned right, so that their digits line up. */
  readonly align: 'left' | 'right';
}

export function paragraph(text: string): Paragraph {
  return { kind: 'paragraph', text };
}

/** A column of words. */
export function words(title: string): GridColumn {
  return { title, align: 'left' };
}

/** A column of numbers. */
export function numbers(title: string): GridColumn {
  return { title, align: 'right' };
}
