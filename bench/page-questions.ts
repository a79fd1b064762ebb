/** What each page asks for, by the page's name. `range` is the 90 days as URL parameters, `sent` how many came through the door. */
export function pageQuestions(range: string, sent: number, [from, to]: [number, number]): [string, string][] {
  const iso = (ms: number) => new Date(ms).toISOString();
  const middle = iso((from + to) / 2);
  const half = (begin: string, end: string) =>
    encodeURIComponent(new URLSearchParams({ from: begin, to: end }).toString());
  const sides = `a=${half(iso(from), middle)}&b=${half(middle, iso(to))}`;
  return [
    ['overview', `/api/v1/quality/overview?${range}`],
    ['quadrant', `/api/v1/quality/quadrant?${range}`],
    ['retrieval by day', `/api/v1/quality/retrieval?${range}&bucket=day`],
    ['retrieval by day and model', `/api/v1/quality/retrieval?${range}&bucket=day&groupBy=model`],
    ['retrieval: worst queries', `/api/v1/quality/retrieval/worst?${range}`],
    ['retrieval: documents', `/api/v1/quality/retrieval/documents?${range}`],
    ['retrieval: diversity', `/api/v1/quality/retrieval/diversity?${range}`],
    ['retrieval: candidates', `/api/v1/quality/retrieval/candidates?${range}`],
    ['answers by day', `/api/v1/quality/answers?${range}&bucket=day`],
    ['answers by day and model', `/api/v1/quality/answers?${range}&bucket=day&groupBy=model`],
    ['answers: scores', `/api/v1/quality/scores?${range}&bucket=day`],
    ['answers: failure details', `/api/v1/quality/failure-details?${range}`],
    ['answers: format failures', `/api/v1/quality/format-failures?${range}`],
    ['compare: two periods', `/api/v1/quality/compare?${range}&${sides}`],
    ['chunk health', `/api/v1/quality/chunks?${range}`],
    ['lexical gaps', `/api/v1/quality/lexical-gaps?${range}`],
    ['knowledge gaps', '/api/v1/gaps'],
    ['filters: values of dimensions', `/api/v1/quality/dimensions?${range}`],
    ['list, newest', `/api/v1/queries?${range}`],
    ['list, zero hits', `/api/v1/queries?${range}&zeroHit=true`],
    ['list, wrong format', `/api/v1/queries?${range}&format=failed`],
    ['list, one cell', `/api/v1/queries?${range}&cell=bad-bad`],
    ['list, full-text search', `/api/v1/queries?${range}&q=backup+invoice+quota`],
    ['detail', `/api/v1/queries/bench-${String(Math.floor(sent / 2)).padStart(9, '0')}`],
    ['data health', '/api/v1/data-health'],
  ];
}
