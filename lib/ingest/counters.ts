/** What became of every event since the process started: sent = accepted + duplicates + rejected. */
export interface IngestCounters {
  accepted: number;
  /** Among them `conflicting`: the id was known with other content, and the first content stays. */
  duplicates: number;
  conflicting: number;
  /** By the code of the reason. */
  rejected: Record<string, number>;
  feedback: number;
  chunks: number;
  commits: number;
  failedCommits: number;
}

export function newCounters(): IngestCounters {
  return {
    accepted: 0,
    duplicates: 0,
    conflicting: 0,
    rejected: {},
    feedback: 0,
    chunks: 0,
    commits: 0,
    failedCommits: 0,
  };
}
