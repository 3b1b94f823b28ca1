/** What a report for people is made of, in any format. Its text is plain: each format escapes it. */
export type Block = Paragraph | Grid;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly lines: readonly Text[];
}

export interface Grid {
  readonly kind: 'grid';
  readonly columns: readonly GridColumn[];
  /** The cells of each row, one a column. */
  readonly rows: readonly (readonly Text[])[];
}

export interface GridColumn {
  readonly title: string;
  /** Numbers are aligned right, so that their digits line up. */
  readonly align: 'left' | 'right';
}

/** A text, and what its colour is to say if there are colours. */
export type Text = string | { readonly text: string; readonly tone: Tone };

/** What a colour says. */
export type Tone = 'passed' | 'failed';

/** How the tones look. */
export type ToneStyle = Readonly<Record<Tone, (text: string) => string>>;

/** The words of a text. */
export function plain(text: Text): string {
  return typeof text === 'string' ? text : text.text;
}

export function paragraph(...lines: readonly Text[]): Paragraph {
  return { kind: 'paragraph', lines };
}

/** A column of words. */
export function words(title: string): GridColumn {
  return { title, align: 'left' };
}

/** A column of numbers. */
export function numbers(title: string): GridColumn {
  return { title, align: 'right' };
}
