/** Which questions stand in a version: those that had come in by then and had not left. */
export function standsIn(version: number) {
  return { addedIn: { lte: version }, OR: [{ removedIn: null }, { removedIn: { gt: version } }] };
}
