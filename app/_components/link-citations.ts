import { citationPieces } from '#lib/text/citation-markers.ts';

interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/** Where brackets are not citations. */
const OPAQUE = new Set(['link', 'linkReference', 'code', 'inlineCode', 'html']);

interface Citations {
  upTo: number;
  /** Of the ids of the hits. */
  prefix: string;
}

/** A remark plugin: each citation in running text, such as [1], becomes a link to its hit, for numbers up to `upTo`. */
export function linkCitations(citations: Citations) {
  return (tree: Node): void => {
    if (citations.upTo > 0) visit(tree, citations);
  };
}

function visit(node: Node, citations: Citations): void {
  if (node.children === undefined || OPAQUE.has(node.type)) return;
  for (const child of node.children) visit(child, citations);
  node.children = node.children.flatMap((child) =>
    child.type === 'text' && child.value !== undefined ? splitText(child.value, citations) : child,
  );
}

function splitText(value: string, { upTo, prefix }: Citations): Node[] {
  return citationPieces(value).map(({ text: part, number }): Node => {
    const isCitation = number !== undefined && number >= 1 && number <= upTo;
    const text = { type: 'text', value: part };
    return isCitation ? { type: 'link', url: `#${prefix}${number}`, children: [text] } : text;
  });
}
