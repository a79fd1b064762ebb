/** What each page asks for, by the page's name. `range` is the 90 days as URL parameters, `sent` how many came through the door. */
export function pageQuestions(range: string, sent: number, [from, to]: [number, number]): [string, string][] {
  const iso = (ms: number) => new Date(ms).toISOString();
  const middle = iso((from + to) / 2);
  const half = (begin: string, end: string) =>
    encodeURIComponent(new URLSearchParams({ from: begin, to: end }).toString());
  const sides = `a=${half(iso(from), middle)}&b=${half(middle, iso(to))}`;
  const models = ['small-1', 'large-1'].map((model) => encodeURIComponent(`model=${model}`));
  const place = Math.floor(sent / 2);
  const query = `/api/v1/queries/bench-${String(place).padStart(9, '0')}`;
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
    ['compare: two models', `/api/v1/quality/compare?${range}&a=${models[0]}&b=${models[1]}`],
    ['chunk health', `/api/v1/quality/chunks?${range}`],
    ['chunk health: one rule', `/api/v1/quality/chunks/list?${range}&rule=too_short`],
    ['lexical gaps', `/api/v1/quality/lexical-gaps?${range}`],
    ['knowledge gaps', '/api/v1/gaps'],
    ['filters: values of dimensions', `/api/v1/quality/dimensions?${range}`],
    ['list, newest', `/api/v1/queries?${range}`],
    ['list, zero hits', `/api/v1/queries?${range}&zeroHit=true`],
    ['list, wrong format', `/api/v1/queries?${range}&format=failed`],
    ['list, one cell', `/api/v1/queries?${range}&cell=bad-bad`],
    ['list, full-text search', `/api/v1/queries?${range}&q=backup+invoice+quota`],
    ['detail', query],
    ['detail: retrieval', `${query}/retrieval`],
    ['detail: trace', `${query}/trace`],
    ['session', `/api/v1/sessions/s-${Math.floor(place / 3)}`],
    ['labels: agreement', '/api/v1/agreement'],
    ['labels: disputes', '/api/v1/disputes'],
    ['labels: reviewers', '/api/v1/reviewers'],
    ['labels: queues', '/api/v1/queues'],
    ['settings: deployments', '/api/v1/deployments'],
    ['data health', '/api/v1/data-health'],
  ];
}
