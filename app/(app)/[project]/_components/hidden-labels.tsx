import { Text } from '@mantine/core';
import type { Context } from '#lib/platform/context.ts';
import { countHiddenLabels } from '#lib/query-log/queries/hidden-labels.ts';
import { countOf } from '../../../_components/number-format.ts';

/** Says that numbers and lists of this page leave out what others said of queries that the reader must still judge. */
export async function HiddenLabels({ ctx }: { ctx: Context }) {
  const hidden = await countHiddenLabels(ctx);
  if (hidden === 0) return null;
  return (
    <Text size="sm" role="note">
      {`${countOf(hidden, 'labelled query', 'labelled queries')} ${hidden === 1 ? 'counts' : 'count'} as unlabelled for you: what others said of ${hidden === 1 ? 'it' : 'them'} is hidden until you have labelled ${hidden === 1 ? 'it' : 'them'}.`}
    </Text>
  );
}
