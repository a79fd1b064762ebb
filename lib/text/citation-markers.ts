/** `[1]` and `[^1]`, and several in one pair of brackets: `[1, 3]`, `[1; 3]`. */
const MARKER = /(\[\^?\d{1,3}(?:\s*[,;]\s*\d{1,3})*\])/;

export interface CitationPiece {
  text: string;
  /** Of which hit the piece is the citation, from 1 as the answer counts; undefined for running text. */
  number: number | undefined;
}

/** An answer in pieces that together are the answer. A pair of brackets with one number is one piece. */
export function citationPieces(answer: string): CitationPiece[] {
  return answer
    .split(MARKER)
    .flatMap((part, i): CitationPiece[] => {
      if (i % 2 === 0) return [{ text: part, number: undefined }];
      const alone = /^\[\^?(\d+)\]$/.exec(part)?.[1];
      if (alone !== undefined) return [{ text: part, number: Number(alone) }];
      return part
        .split(/(\d+)/)
        .map((text, place) => ({ text, number: place % 2 === 1 ? Number(text) : undefined }));
    })
    .filter(({ text }) => text !== '');
}

/** The n of each `[n]`. */
export function citedNumbers(answer: string): Set<number> {
  return new Set(citationPieces(answer).flatMap(({ number }) => number ?? []));
}
