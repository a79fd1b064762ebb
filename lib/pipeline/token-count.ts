import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** What looks like a control token of a model is plain text here. */
const PLAIN = { disallowedSpecial: new Set<string>() };

/** How many tokens a text has in o200k_base, the encoding of OpenAI's current models; of others it is an estimate. */
export function tokenCount(text: string): number {
  return text === '' ? 0 : countTokens(text, PLAIN);
}
