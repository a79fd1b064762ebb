const SITE = 'https://docs.cairnbox.example';

/** One section of the handbook. `text` begins with its heading path, so that it makes sense alone. */
export type HandbookChunk = { id: string; document: string; title: string; text: string; source: string };

/** Splits `# Title`, then `## Section` after `## Section`; the lines of a section become one paragraph. */
export function splitByHeading(document: string, markdown: string): HandbookChunk[] {
  const [head = '', ...sections] = markdown.split(/^## /m);
  const documentTitle = head.replace(/^# /, '').trim();
  return sections.map((section) => {
    const [heading = '', ...lines] = section.trim().split('\n');
    const title = `${documentTitle} › ${heading}`;
    const anchor = slug(heading);
    return {
      id: `${document}#${anchor}`,
      document,
      title,
      text: `${title}\n\n${lines.join(' ').trim()}`,
      source: `${SITE}/${document}#${anchor}`,
    };
  });
}

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
