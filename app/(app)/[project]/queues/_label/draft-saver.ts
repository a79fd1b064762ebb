const SAVE_EVERY_MS = 2000;

/** Sends the draft of the item on the screen to the server, at most once in two seconds. */
export function createDraftSaver<Work>(save: (work: Work) => Promise<void>) {
  let waiting: { work: Work; timer: ReturnType<typeof setTimeout> } | undefined;

  /** Forgets what was to be saved, and tells which item it was of. */
  function cancel(): Work | undefined {
    const work = waiting?.work;
    clearTimeout(waiting?.timer);
    waiting = undefined;
    return work;
  }
  async function flush(): Promise<void> {
    const work = cancel();
    if (work !== undefined) await save(work);
  }
  function schedule(work: Work): void {
    if (waiting !== undefined && waiting.work !== work) void flush();
    waiting ??= { work, timer: setTimeout(() => void flush(), SAVE_EVERY_MS) };
  }
  return { schedule, flush, cancel, isWaiting: () => waiting !== undefined };
}
