import { Badge, Group, Text } from '@mantine/core';
import type { Dispute } from '#lib/labelling/agreement-schema.ts';
import { countOf } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { questionText } from '../_components/question-text.ts';
import classes from './adjudicate.module.css';
import { disputePath, REASON_WORDS } from './dispute-words.ts';

/** What waits for a decision, and why. */
export function DisputeList({
  project,
  disputes,
  timeZone,
}: {
  project: string;
  disputes: readonly Dispute[];
  timeZone: string;
}) {
  return (
    <ul className={classes.list}>
      {disputes.map((dispute) => (
        <li key={dispute.queryId} className={classes.row}>
          <TextLink href={disputePath(project, dispute.queryId, 0)} prefetch={false} underline="hover">
            <bdi>{questionText(dispute.question)}</bdi>
          </TextLink>
          <Group gap={6}>
            {dispute.reasons.map((reason) => (
              <Reason key={reason}>{REASON_WORDS[reason]}</Reason>
            ))}
            {dispute.reopened && <Reason>Decided before, reopened</Reason>}
            <Text size="sm">
              {`${countOf(dispute.labels, 'label')}, since ${formatInstant(dispute.labelledAt, timeZone, 'minute')}`}
            </Text>
          </Group>
          {dispute.flagNotes.map((note, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two reviewers may write the same, and the list is not changed
            <Text key={i} size="sm" dir="auto" className={classes.logged}>
              {note}
            </Text>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Reason({ children }: { children: string }) {
  return (
    <Badge variant="default" radius="sm" tt="none" fw={500}>
      {children}
    </Badge>
  );
}
