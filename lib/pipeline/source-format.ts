export const SOURCE_FORMATS = ['markdown', 'html', 'text', 'pdf'] as const;
export type SourceFormat = (typeof SOURCE_FORMATS)[number];

const EXTENSIONS: Record<string, SourceFormat> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  html: 'html',
  htm: 'html',
  txt: 'text',
  text: 'text',
  pdf: 'pdf',
};

/** The endings of the files that can be read, with their points: what a file dialog takes. */
export const FILE_ENDINGS = Object.keys(EXTENSIONS).map((ending) => `.${ending}`);

/** By the ending of the file's name; undefined for one that cannot be read. */
export function sourceFormatOf(name: string): SourceFormat | undefined {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(EXTENSIONS, ending) ? EXTENSIONS[ending] : undefined;
}
