'use client';

/** Stands in for the root layout when that itself failed: hence no components and no styles of ours. */
export default function GlobalError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', padding: '2rem', colorScheme: 'light dark' }}>
        <title>Faultline could not show this page</title>
        <main>
          <h1>Faultline could not show this page</h1>
          <p>The server met a fault. Nothing was lost.</p>
          {error.digest === undefined ? null : (
            <p>
              The log has it under <code>{error.digest}</code>.
            </p>
          )}
          <button type="button" onClick={() => retry()}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
