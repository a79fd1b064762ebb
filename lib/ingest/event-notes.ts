/** What was changed in an event when it was taken in; stored with the query, or with the event in quarantine. */
export interface EventNotes {
  marks: Set<string>;
  /** Path of each cut field and its length in bytes before the cut. */
  cutLengths: Map<string, number>;
}

export function newNotes(): EventNotes {
  return { marks: new Set(), cutLengths: new Map() };
}
