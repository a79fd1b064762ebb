import { findPersonalData, maskPersonalData, type PersonalDataKind } from './personal-data.ts';
import type { ChatMessage, Passage, TrainingExample } from './training-example.ts';

export interface MaskedExample {
  example: TrainingExample;
  /** How often each kind was found, in all texts together. */
  found: Map<PersonalDataKind, number>;
}

/** Keys of a message whose values are names of things, not texts. */
const NAMES = new Set(['role', 'type', 'id', 'tool_call_id']);

/** The example with personal data and keys replaced by their kind, in every text that any format may write. */
export function maskedExample(example: TrainingExample): MaskedExample {
  const found = new Map<PersonalDataKind, number>();
  const mask = (text: string): string => {
    const hits = findPersonalData(text);
    if (hits.length === 0) return text;
    for (const { kind } of hits) found.set(kind, (found.get(kind) ?? 0) + 1);
    return maskPersonalData(text, hits);
  };
  const maskOrNull = (text: string | null) => (text === null ? null : mask(text));
  const passage = (one: Passage): Passage => ({ ...one, title: mask(one.title), text: maskOrNull(one.text) });
  const masked: TrainingExample = {
    ...example,
    question: mask(example.question),
    searched: mask(example.searched),
    messages: example.messages.map((message) => maskValues(message, mask) as ChatMessage),
    tools: example.tools.map((tool) => maskValues(tool, mask)),
    hits: example.hits.map(passage),
    otherJudged: example.otherJudged.map(passage),
    answer: maskOrNull(example.answer),
    idealAnswer: maskOrNull(example.idealAnswer),
  };
  return { example: masked, found };
}

function maskValues(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskValues(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, NAMES.has(key) ? inner : maskValues(inner, mask)]),
  );
}
