/** The text on one line, cut to so many characters at most, the sign of the cut included. */
export function cutText(text: string, length: number): string {
  const characters = Array.from(text.trim().replaceAll(/\s+/g, ' '));
  return characters.length <= length
    ? characters.join('')
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}
