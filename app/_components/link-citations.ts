import { citationPieces } from '#lib/text/citation-markers.ts';

interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/** Where brackets are not citations. */
const OPAQUE = new Set(['link', 'linkReference', 'code', 'inlineCode', 'html']);

/** A remark plugin: each citation in running text, such as [1], becomes a link to #hit-1, for numbers up to `upTo`. */
export function linkCitations({ upTo }: { upTo: number }) {
  return (tree: Node): void => {
    if (upTo > 0) visit(tree, upTo);
  };
}

function visit(node: Node, upTo: number): void {
  if (node.children === undefined || OPAQUE.has(node.type)) return;
  for (const child of node.children) visit(child, upTo);
  node.children = node.children.flatMap((child) =>
    child.type === 'text' && child.value !== undefined ? splitText(child.value, upTo) : child,
  );
}

function splitText(value: string, upTo: number): Node[] {
  return citationPieces(value).map(({ text: part, number }): Node => {
    const isCitation = number !== undefined && number >= 1 && number <= upTo;
    const text = { type: 'text', value: part };
    return isCitation ? { type: 'link', url: `#hit-${number}`, children: [text] } : text;
  });
}
