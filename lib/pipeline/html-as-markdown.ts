import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { UnreadableFile } from './unreadable-file.ts';

/** Deeper nesting would exhaust the stack of the converter. */
const MAX_DEPTH = 400;

interface Node {
  type: string;
  tagName?: string;
  value?: string;
  children?: Node[];
}

/** Parts of a page that are not its content. */
const LEFT_OUT = new Set(['script', 'style', 'noscript', 'template', 'nav', 'iframe', 'svg', 'form']);

/**
 * The content of an HTML page as Markdown, without scripts, styles and navigation, and its title. Throws
 * UnreadableFile for a page nested more than 400 deep.
 */
export function htmlAsMarkdown(html: string): { text: string; title: string | undefined } {
  const tree = parsed(html);
  const title = titleOf(tree as Node);
  prune(tree as Node, 0);
  const text = unified()
    .use(rehypeParse)
    .use(rehypeRemark)
    .use(remarkGfm)
    .use(remarkStringify, { bullet: '-', fences: true });
  const markdown = text.stringify(text.runSync(tree));
  return { text: markdown, title };
}

function parsed(html: string) {
  try {
    return unified().use(rehypeParse).parse(html);
  } catch (error) {
    throw error instanceof RangeError ? tooDeep() : error; // the parser's own stack is exhausted
  }
}

function tooDeep(): UnreadableFile {
  return new UnreadableFile(`Its elements are nested more than ${MAX_DEPTH} deep. Send its text instead.`);
}

function prune(node: Node, depth: number): void {
  if (depth > MAX_DEPTH) throw tooDeep();
  if (node.children === undefined) return;
  node.children = node.children.filter(({ tagName }) => tagName === undefined || !LEFT_OUT.has(tagName));
  for (const child of node.children) prune(child, depth + 1);
}

/** Breadth first without recursion: it runs before the depth is known. */
function titleOf(root: Node): string | undefined {
  const waiting = [root];
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    if (node.tagName === 'title')
      return (
        node.children
          ?.map(({ value = '' }) => value)
          .join('')
          .trim() || undefined
      );
    if (node.tagName !== 'body') waiting.push(...(node.children ?? []));
  }
  return undefined;
}
