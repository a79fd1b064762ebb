const SLICE_MS = 15;

/**
 * For long work on a thread that others wait for: call what it returns now and then and await the result. It resolves
 * at once, or after the thread's other work where 15 ms are used up.
 */
export function timeSlices(): () => Promise<void> | undefined {
  let until = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return new Promise((resolve) =>
      setTimeout(() => {
        until = performance.now() + SLICE_MS;
        resolve();
      }),
    );
  };
}
