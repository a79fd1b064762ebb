import { Text } from '@mantine/core';
import type { RuleResult } from '#lib/quality/chunk-health-schema.ts';
import { formatCount } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { TextLink } from '../../../../_components/text-link.tsx';
import classes from '../retrieval.module.css';
import { ChunkCard } from './chunk-card.tsx';

/** One rule that fired, with examples and what to do. */
export function RuleSection({ result, href }: { result: RuleResult; href: string }) {
  return (
    <Section
      title={result.name}
      aside={
        <TextLink href={href} size="sm" underline="always" prefetch={false}>
          {result.count === 1 ? 'Open the list' : `See all ${formatCount(result.count)}`}
        </TextLink>
      }
    >
      <Text size="sm" maw={760}>
        {result.advice}
      </Text>
      <ol className={classes.cards}>
        {result.examples.map((chunk) => (
          <ChunkCard key={chunk.chunk} chunk={chunk} />
        ))}
      </ol>
    </Section>
  );
}
