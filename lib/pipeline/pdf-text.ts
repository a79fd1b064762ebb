import { extractText, getDocumentProxy } from 'unpdf';
import { UnreadableFile } from './unreadable-file.ts';

/** Between the pages of a PDF in the text that is made of it. */
export const PAGE_BREAK = '\f';
const MAX_PAGES = 2_000;

/** The text layer of a PDF, page by page. Throws UnreadableFile where it has none or cannot be read. */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  const document = await open(bytes);
  try {
    if (document.numPages > MAX_PAGES)
      throw new UnreadableFile(
        `It has ${document.numPages} pages; ${MAX_PAGES} are the most that is read. Split it into several files.`,
      );
    const { text } = await extractText(document, { mergePages: false });
    if (text.every((page) => page.trim() === ''))
      throw new UnreadableFile(
        'It has no text, only pictures of pages. Send it through text recognition first.',
      );
    return text.join(PAGE_BREAK);
  } finally {
    await document.cleanup();
  }
}

async function open(bytes: Uint8Array) {
  try {
    // It takes the memory of what it is given, so it gets a copy.
    return await getDocumentProxy(bytes.slice(), { verbosity: 0 });
  } catch (error) {
    const isLocked = (error as Error).name === 'PasswordException';
    throw new UnreadableFile(
      isLocked
        ? 'It is locked with a password. Save it without one and send it again.'
        : 'It is not a PDF that can be read. Save it anew as PDF, or send its text.',
    );
  }
}
