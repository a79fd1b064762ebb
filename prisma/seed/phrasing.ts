import type { Chance } from './chance.ts';
import type { DemoQuestion } from './question.ts';

const FRAMES: readonly [string, ...string[]] = [
  '{q}',
  '{q}',
  '{q}',
  '{q}',
  'Hi, {q}',
  'Hello! {q}',
  'Quick question: {q}',
  '{q} Thanks!',
  'Please help: {q}',
  'Just to be sure: {q}',
];

/** One wording of the question as people type it: greetings, missing punctuation, now and then a typing error. */
export function phraseQuestion(question: DemoQuestion, chance: Chance): string {
  const wording = chance.pick(question.ask);
  const frame = chance.pick(FRAMES);
  const framed = frame.replace('{q}', () => (/[,:] \{q}/.test(frame) ? decapitalised(wording) : wording));
  const careless = chance.happens(0.15) ? framed.toLowerCase().replace(/[.?!]+$/, '') : framed;
  return chance.happens(0.04) ? withTypingError(careless, chance) : careless;
}

/** `How do I` becomes `how do I`; `I`, names and codes such as `CBX-502` stay. */
function decapitalised(text: string): string {
  return /^(Cairnbox|I)\b/.test(text)
    ? text
    : text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** Swaps two letters inside one of the longer words. */
function withTypingError(text: string, chance: Chance): string {
  const words = text.match(/[a-z]{6,}/gi) ?? [];
  const [first, ...others] = words;
  if (first === undefined) return text;
  const word = chance.pick([first, ...others]);
  const at = 1 + Math.floor(chance.next() * (word.length - 3));
  return text.replace(word, `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`);
}
