import { Anchor, Text } from '@mantine/core';
import type { Preview } from '#lib/export/schema.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { CountList } from './count-list.tsx';

interface PreviewCountsProps {
  project: string;
  preview: Preview;
  exclusions: Record<string, string>;
}

export function PreviewCounts({ project, preview, exclusions }: PreviewCountsProps) {
  const { counts, lookedAt, labelled, refused } = preview;
  const asGolden = counts.excluded.golden_question ?? 0;
  return (
    <div>
      <CountList counts={counts} exclusions={exclusions} />
      {labelled === 0 ? (
        <Text size="sm" mt={4}>
          No query that matches has a label.{' '}
          <TextLink href={`/${project}/queues`} size="sm" underline="always">
            Label some first
          </TextLink>
          , or choose another range or filter.
        </Text>
      ) : null}
      {lookedAt < labelled ? (
        <Text size="sm" mt={4}>
          These are the counts of {formatCount(lookedAt)} of the {formatCount(labelled)} labelled queries,
          spread evenly. The export looks at all.
        </Text>
      ) : null}
      {refused.length === 0 ? null : (
        <Text size="sm" mt={4} component="div">
          {countOf(asGolden, 'query asks', 'queries ask')} what a golden set asks:{' '}
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
          {asGolden > 5 ? ` and ${formatCount(asGolden - 5)} more; the manifest names them all.` : '.'}
        </Text>
      )}
    </div>
  );
}
