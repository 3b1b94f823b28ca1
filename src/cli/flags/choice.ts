import { didYouMean, joinWords } from '../../text/words.js';
import { badValue } from '../usage.js';
import { items } from './list.js';

/** A parser of one of several words. */
export function choice<Word extends string>(
  flag: string,
  words: readonly Word[],
): (text: string) => Word {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    throw badValue(flag, text, joinWords(words, 'or'), didYouMean(text, words));
  };
}

/** A parser of words between commas. */
export function choices<Word extends string>(
  flag: string,
  words: readonly Word[],
): (text: string) => Word[] {
  return (text) =>
    items(text).map((item) => {
      const word = words.find((candidate) => candidate === item);
      if (word !== undefined) return word;
      throw badValue(flag, item, joinWords(words, 'and'), didYouMean(item, words));
    });
}
