import { EmptyState, Group, Text, Title } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import type { DimensionValues } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { cutText } from '../../../_components/cut-text.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { DIMENSION_WORDS } from '../_charts/dimension-words.ts';
import { compareHref } from './compare-address.ts';
import { firstTwo } from './first-two.ts';

/** Two of them fit on a phone. */
const NAME_LENGTH = 18;

/** Stands where a comparison would be: what in this range is worth comparing, each one click away. */
export function Suggestions(props: {
  project: string;
  filter: Filter;
  range: { from: string; to: string };
  dimensions: DimensionValues['dimensions'];
}) {
  const { from, to, ...shared } = props.filter;
  const whole = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const middle = new Date((Date.parse(props.range.from) + Date.parse(props.range.to)) / 2).toISOString();
  const versions = props.dimensions.flatMap(({ dimension, values }) => {
    const [a, b] = firstTwo(values.map(({ value }) => value));
    return a === undefined || b === undefined ? [] : [{ dimension, a, b }];
  });
  return (
    <EmptyState
      icon={<IconArrowsLeftRight size={40} stroke={1.4} aria-hidden />}
      py="xl"
      styles={{ body: { minWidth: 0, width: '100%' } }}
    >
      <Title order={2} size="h3" ta="center">
        Choose two sides
      </Title>
      <Text maw={520} ta="center">
        Any two parts of the traffic can stand side by side: two versions, two models, two periods. In this
        range:
      </Text>
      <Group justify="center" gap="xs" w="100%">
        {versions.map(({ dimension, a, b }) => (
          <ButtonLink
            key={dimension}
            variant="default"
            maw="100%"
            prefetch={false}
            href={compareHref(
              props.project,
              { ...shared, ...whole },
              { a: { [dimension]: [a] }, b: { [dimension]: [b] } },
            )}
          >
            {DIMENSION_WORDS[dimension]} {cutText(a, NAME_LENGTH)} and {cutText(b, NAME_LENGTH)}
          </ButtonLink>
        ))}
        <ButtonLink
          variant="default"
          prefetch={false}
          href={compareHref(props.project, shared, {
            a: { from: props.range.from, to: middle },
            b: { from: middle, to: props.range.to },
          })}
        >
          First half and second half
        </ButtonLink>
      </Group>
    </EmptyState>
  );
}
