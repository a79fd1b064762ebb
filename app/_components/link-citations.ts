interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/** Where brackets are not citations. */
const OPAQUE = new Set(['link', 'linkReference', 'code', 'inlineCode', 'html']);

/** A remark plugin: [1] in running text becomes a link to #hit-1, for numbers from 1 up to `upTo`. */
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
  return value
    .split(/(\[\d{1,3}\])/)
    .filter((part) => part !== '')
    .map((part): Node => {
      const number = /^\[(\d+)\]$/.exec(part)?.[1];
      const isCitation = number !== undefined && Number(number) >= 1 && Number(number) <= upTo;
      const text = { type: 'text', value: part };
      return isCitation ? { type: 'link', url: `#hit-${Number(number)}`, children: [text] } : text;
    });
}
