import type { Emitter, Field } from '../../../fixtures/otlp/emitter.ts';

/** The fields of the documented table; every instrumentation sends question, answer, model and errors. */
const COLUMNS: readonly Field[] = [
  'hit ids',
  'hit texts',
  'hit scores',
  'hit sources',
  'top k',
  'cached tokens',
  'cost',
  'session',
  'user',
];

/** Of more instrumentations the table tells enough. */
const MOST_NAMES = 2;

/** What each instrumentation sends, as the Markdown of docs/opentelemetry.md. */
export function emitterTable(emitters: readonly Emitter[]): string {
  const rows = emitters.map((emitter) => [emitter.name, ...COLUMNS.map((field) => cell(emitter, field))]);
  const table = [['instrumentation', ...COLUMNS], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = table;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** Why something is missing, once for each reason. */
export function reasonList(emitters: readonly Emitter[]): string {
  const reasons = emitters.flatMap(({ name, lacks, differs = {}, without = {} }) => [
    ...Object.entries(lacks).map(([field, reason]) => ({ name, field, reason })),
    ...Object.entries(differs).map(([field, { reason }]) => ({ name, field, reason })),
    ...Object.entries(without).map(([, reason]) => ({ name, field: 'zero hits', reason })),
  ]);
  return [...Map.groupBy(reasons, ({ reason }) => reason)]
    .map(([reason, group]) => {
      const fields = [...new Set(group.map(({ field }) => field))].join(', ');
      const names = [...new Set(group.map(({ name }) => name))];
      return `- ${fields}: ${reason}${names.length > MOST_NAMES ? '' : ` (${names.join('; ')})`}.`;
    })
    .join('\n');
}

function cell({ lacks, differs }: Emitter, field: Field): string {
  if (lacks[field] !== undefined) return 'no';
  return field === 'hit scores' && differs?.['score kind'] !== undefined ? 'distance' : 'yes';
}
