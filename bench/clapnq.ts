import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const lineSchema = z.object({
  id: z.string(),
  input: z.string(),
  passages: z.array(z.object({ title: z.string(), text: z.string() })).min(1),
  output: z.array(z.object({ selected_sentences: z.array(z.string()) })).default([]),
});

/** A question with the passage it was written for; the unanswerable ones have a passage that does not answer them. */
export interface ClapnqQuestion {
  id: string;
  question: string;
  answerable: boolean;
  title: string;
  passage: string;
  /** Sentences of the passage that the answer rests on. */
  evidence: string[];
}

/** The CLAPNQ development set: 300 questions that their passages answer and 300 that they do not. */
export function readClapnq(folder: string): ClapnqQuestion[] {
  return [true, false].flatMap((answerable) => {
    const name = `clapnq_dev_${answerable ? 'answerable' : 'unanswerable'}.jsonl`;
    return readFileSync(join(folder, 'clapnq_dev', name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const { id, input, passages, output } = lineSchema.parse(JSON.parse(line));
        const [first] = passages;
        return {
          id,
          question: input,
          answerable,
          title: first?.title ?? '',
          passage: spaced(first?.text ?? ''),
          evidence: (output[0]?.selected_sentences ?? []).map(spaced),
        };
      });
  });
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export interface BenchFile {
  name: string;
  bytes: Uint8Array;
}

/** Each passage as a Markdown document of its own; `nameOf` says which document a question's passage is. */
export function passageFiles(questions: readonly ClapnqQuestion[]): {
  files: BenchFile[];
  nameOf: (question: ClapnqQuestion) => string;
} {
  const names = new Map<string, string>();
  const files = questions.flatMap(({ passage, title }): BenchFile[] => {
    if (names.has(passage)) return [];
    const name = `${String(names.size + 1).padStart(3, '0')}.md`;
    names.set(passage, name);
    return [{ name, bytes: bytesOf(`# ${title}\n\n${passage}\n`) }];
  });
  return { files, nameOf: ({ passage }) => names.get(passage) ?? '' };
}

/** Long documents: passages of one title joined, and then `together` such titles, each under its heading. */
export function joinedFiles(questions: readonly ClapnqQuestion[], together: number): BenchFile[] {
  const byTitle = Map.groupBy(questions, ({ title }) => title);
  const articles = [...byTitle].map(
    ([title, own]) => `# ${title}\n\n${[...new Set(own.map(({ passage }) => passage))].join('\n\n')}\n`,
  );
  return Array.from({ length: Math.ceil(articles.length / together) }, (_, i) => ({
    name: `${String(i + 1).padStart(3, '0')}.md`,
    bytes: bytesOf(articles.slice(i * together, (i + 1) * together).join('\n')),
  }));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
