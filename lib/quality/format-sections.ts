import type { FormatCheck } from './checked-format.ts';
import type { FormatDefinition } from './format-schema.ts';

/**
 * Looks for each section's heading on a line of its own: `## Summary`, `**Summary**`, `Summary:` or `Summary`, in any
 * case, numbered or not. What stands behind the colon is the section's text.
 */
export function sectionsCheck({
  sections,
  inOrder,
}: Extract<FormatDefinition, { kind: 'sections' }>): FormatCheck {
  const wanted = sections.map((section) => ({ section, key: headingKey(section) }));
  return (answer) => {
    const places = new Map<string, number>();
    answer.split('\n').forEach((line, place) => {
      for (const key of headingsOf(line)) if (!places.has(key)) places.set(key, place);
    });
    const missing = wanted.filter(({ key }) => !places.has(key)).map(({ section }) => section);
    if (missing.length > 0)
      return `lacks the ${missing.length === 1 ? 'section' : 'sections'} ${missing.join(', ')}`;
    const order = wanted.map(({ key }) => places.get(key) ?? 0);
    const at = order.findIndex((place, i) => place < (order[i - 1] ?? 0));
    return inOrder && at > 0
      ? `has the section ${wanted[at]?.section} before ${wanted[at - 1]?.section}`
      : '';
  };
}

/** What the line may be the heading of: all of it, or what stands before its first colon. */
function headingsOf(line: string): string[] {
  if (line.length > 1000) return [];
  const colon = line.search(/[:：]/);
  return colon < 0 ? [headingKey(line)] : [headingKey(line), headingKey(line.slice(0, colon))];
}

function headingKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[\s#>*_-]*(?:\d{1,3}[.)]\s+)?[\s*_]*/, '')
    .replace(/[\s*_:#]+$/, '');
}
