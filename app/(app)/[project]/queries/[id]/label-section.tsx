import { Group, Text } from '@mantine/core';
import type { Decision, Decisions } from '#lib/labelling/adjudication-schema.ts';
import type { LabelView } from '#lib/labelling/schema.ts';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { LongText } from '../../../../_components/long-text.tsx';
import { Section } from '../../../../_components/section.tsx';
import { TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { DETAIL_WORDS, FAILURE_WORDS, wordsOf } from '../../_components/label-words.ts';
import { VerdictMark } from '../../_components/verdict-mark.tsx';
import classes from './query.module.css';

interface LabelSectionProps {
  query: QueryDetail;
  labels: readonly LabelView[];
  /** What others said is kept from this person for now. */
  hidden: boolean;
  decisions: Decisions;
  /** Where the query can be decided, for whoever may. */
  decideHref: string | undefined;
  tz: string;
}

export function LabelSection({ query, labels, hidden, decisions, decideHref, tz }: LabelSectionProps) {
  const { current, earlier } = decisions;
  return (
    <Section
      title="Labels"
      aside={
        decideHref === undefined || labels.length === 0 || hidden ? null : (
          <TextLink href={decideHref} size="sm" underline="always">
            {current === null ? 'Decide' : 'Decide again'}
          </TextLink>
        )
      }
    >
      {hidden ? (
        <Text size="sm" c="dimmed">
          This query waits in a queue that may give it to you, so what others said of it is hidden until you
          have labelled it.
        </Text>
      ) : null}
      {query.verdict === null || current !== null ? null : (
        <Group gap="xs" align="flex-start">
          <Text size="sm" c="dimmed">
            Resolved
          </Text>
          <VerdictMark verdict={query.verdict} failure={query.failure} />
        </Group>
      )}
      {current === null ? null : <DecidedItem decision={current} tz={tz} />}
      {current === null && earlier.length > 0 ? (
        <Text size="sm">It was decided before; a label changed since, so that decision counts no more.</Text>
      ) : null}
      {labels.length === 0 && !hidden ? (
        <Text size="sm" c="dimmed">
          Nobody has labelled this query.
        </Text>
      ) : null}
      {labels.length === 0 ? null : (
        <ul className={classes.labels}>
          {labels.map((label) => (
            <LabelItem key={label.id} label={label} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function DecidedItem({ decision, tz }: { decision: Decision; tz: string }) {
  return (
    <div>
      <Group gap="xs" align="flex-start">
        <Text size="sm" c="dimmed">
          Decided by adjudication
        </Text>
        <VerdictMark verdict={decision.verdict} failure={decision.failure} />
      </Group>
      <Text size="xs" c="dimmed">
        by <bdi>{decision.by}</bdi>, {formatInstant(decision.createdAt, tz, 'minute')}. The reviewers’ labels
        stay.
      </Text>
      {decision.note === null ? null : <LongText text={decision.note} />}
      {decision.idealAnswer === null ? null : (
        <>
          <Text size="xs" c="dimmed" mt={4}>
            Ideal answer
          </Text>
          <LongText text={decision.idealAnswer} />
        </>
      )}
    </div>
  );
}

function LabelItem({ label }: { label: LabelView }) {
  const more = [
    label.secondaryFailure === null
      ? []
      : `also ${wordsOf(FAILURE_WORDS, label.secondaryFailure).toLowerCase()}`,
    label.detail === null ? [] : wordsOf(DETAIL_WORDS, label.detail).toLowerCase(),
    label.nothingToFind === true ? 'nothing to find' : [],
    label.flagged ? 'contradicts its grades' : [],
  ].flat();
  return (
    <li className={classes.label}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text size="sm" fw={500}>
          <bdi>{label.reviewer}</bdi>
        </Text>
        <VerdictMark verdict={label.verdict} failure={label.failure} />
      </Group>
      {more.length === 0 ? null : (
        <Text size="xs" c="dimmed">
          {more.join('; ')}
        </Text>
      )}
      {label.note === null ? null : <LongText text={label.note} />}
      {label.idealAnswer === null ? null : (
        <>
          <Text size="xs" c="dimmed" mt={4}>
            Ideal answer
          </Text>
          <LongText text={label.idealAnswer} />
        </>
      )}
    </li>
  );
}
