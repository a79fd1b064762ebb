import type { ReactNode } from 'react';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { countOf, formatCount, formatUsd } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { FORMAT_WORDS, ORIGIN_WORDS, wordsOf } from '../../_components/label-words.ts';
import classes from './query.module.css';

/** Versions, tokens, cost and identity; what was not logged is left out. */
export function FactsSection({ project, query, tz }: { project: string; query: QueryDetail; tz: string }) {
  const { tokens, costUsd, sessionId, userId } = query;
  const listed = (filter: Record<string, string>) =>
    `/${project}/queries?${new URLSearchParams({ ...filter, range: 'all' })}`;
  return (
    <Section title="Details">
      <dl className={classes.facts}>
        <Fact name="Model" value={query.model} />
        <Fact name="Prompt version" value={query.promptVersion} />
        <Fact name="Retriever" value={query.retriever} />
        <Fact name="Index version" value={query.indexVersion} />
        <Fact name="Environment" value={query.environment} />
        <Fact name="Release" value={query.release} />
        <Fact name="Tokens" value={tokenWords(tokens)} />
        <Fact
          name="Cost"
          value={costUsd === null ? '' : `${formatUsd(costUsd)}${query.costEstimated ? ' (estimated)' : ''}`}
        />
        <Fact name="Format" value={formatWords(query)} />
        <Fact name="Linked to hits" value={linkedWords(query)} />
        <Fact name="Session" value={sessionId}>
          <TextLink href={`/${project}/sessions/${encodeURIComponent(sessionId)}`} inherit>
            {sessionId}
          </TextLink>
        </Fact>
        <Fact name="User" value={userId}>
          <TextLink href={listed({ userId })} inherit>
            {userId}
          </TextLink>
        </Fact>
        <Fact name="Trace" value={query.traceId} />
        <Fact name="Origin" value={wordsOf(ORIGIN_WORDS, query.origin)} />
        <Fact name="Received" value={formatInstant(query.receivedAt, tz, 'minute')} />
        <Fact name="Id" value={query.id} />
        {Object.entries(query.metadata).map(([key, value]) => (
          <Fact key={key} name={key} value={value} />
        ))}
      </dl>
    </Section>
  );
}

function Fact({ name, value, children }: { name: string; value: string; children?: ReactNode }) {
  if (value === '') return null;
  return (
    <>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>
        <bdi>{children ?? value}</bdi>
      </dd>
    </>
  );
}

/** "As asked (Answer@2)", or the rule that did not hold with its reason. */
function formatWords({ formatOk, formatReason, formatRules }: QueryDetail): string {
  if (formatOk === null) return '';
  return formatOk
    ? `${FORMAT_WORDS.ok} (${formatRules.join(', ')})`
    : `${FORMAT_WORDS.failed}: ${formatReason}`;
}

/** "3 of 5 sentences of the answer". */
function linkedWords({ answerSentences, linkedSentences }: QueryDetail): string {
  return answerSentences === 0
    ? ''
    : `${formatCount(linkedSentences)} of ${countOf(answerSentences, 'sentence')} of the answer`;
}

/** "1,200 in (300 cached), 85 out". */
function tokenWords({ input, cached, output }: QueryDetail['tokens']): string {
  const parts = [
    input === null
      ? []
      : `${formatCount(input)} in${cached === null || cached === 0 ? '' : ` (${formatCount(cached)} cached)`}`,
    output === null ? [] : `${formatCount(output)} out`,
  ];
  return parts.flat().join(', ');
}
