/** A chunk's text without the title that stands above it already. */
export function textBelowTitle({ title, text }: { title: string; text: string }): string {
  const start = text.trimStart();
  return title !== '' && start.startsWith(title) ? start.slice(title.length).trimStart() : text;
}
