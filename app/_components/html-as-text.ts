interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

/** A remark plugin: HTML in a text of unknown origin is shown as the characters it consists of. */
export function htmlAsText() {
  return (tree: Node): void => convert(tree, true);
}

function convert(node: Node, isRoot: boolean): void {
  if (node.children === undefined) return;
  node.children = node.children.map((child) => {
    if (child.type !== 'html') {
      convert(child, false);
      return child;
    }
    const text: Node = { type: 'text', value: child.value ?? '' };
    return isRoot ? { type: 'paragraph', children: [text] } : text;
  });
}
