import { Anchor, Text } from '@mantine/core';
import type { Preview } from '#lib/export/schema.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { CountList } from './count-list.tsx';

interface PreviewCountsProps {
  project: string;
  preview: Preview;
  exclusions: Record<string, string>;
}

export function PreviewCounts({ project, preview, exclusions }: PreviewCountsProps) {
  const { counts, lookedAt, labelled, refused } = preview;
  return (
    <div>
      <CountList counts={counts} exclusions={exclusions} />
      {lookedAt < labelled ? (
        <Text size="sm" mt={4}>
          These are the counts of {formatCount(lookedAt)} of the {formatCount(labelled)} labelled queries,
          spread evenly. The export looks at all.
        </Text>
      ) : null}
      {refused.length === 0 ? null : (
        <Text size="sm" mt={4} component="div">
          {countOf(refused.length, 'query asks', 'queries ask')} what a golden set asks:{' '}
          {refused.slice(0, 5).map(({ queryId, golden }, i) => (
            <span key={queryId}>
              {i === 0 ? '' : ', '}
              <Anchor
                size="sm"
                underline="always"
                href={`/${project}/queries/${encodeURIComponent(queryId)}`}
              >
                {golden}
              </Anchor>
            </span>
          ))}
          {refused.length > 5
            ? ` and ${formatCount(refused.length - 5)} more; the manifest names them all.`
            : '.'}
        </Text>
      )}
    </div>
  );
}
