/** Reads the text format of Prometheus: the sum of a metric over all lines whose labels include the wanted ones. */
export function metricSums(text: string) {
  const lines = text.split('\n').flatMap((line) => {
    const match = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (match === null) return [];
    const [, name = '', labels = '', value = ''] = match;
    return [
      {
        name,
        labels: Object.fromEntries(
          [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, item]) => [key ?? '', item ?? '']),
        ),
        value: Number(value),
      },
    ];
  });
  return (name: string, wanted: Record<string, string> = {}): number =>
    lines
      .filter(
        (line) =>
          line.name === name && Object.entries(wanted).every(([key, value]) => line.labels[key] === value),
      )
      .reduce((sum, { value }) => sum + value, 0);
}
