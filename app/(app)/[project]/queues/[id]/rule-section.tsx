import { Group, Stack, Text } from '@mantine/core';
import type { QueueRunView } from '#lib/labelling/queue-report-schema.ts';
import type { QueueRuleInput, QueueView } from '#lib/labelling/schema.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { filterWords } from '../_components/filter-words.ts';
import classes from '../_components/queues.module.css';
import { RunRules } from './run-rules.tsx';

/** What fills a queue, and what its last fillings brought. */
export function RuleSection({
  project,
  queue,
  runs,
  timeZone,
  mayManage,
}: {
  project: string;
  queue: QueueView;
  runs: readonly QueueRunView[];
  timeZone: string;
  mayManage: boolean;
}) {
  const at = (iso: string) => formatInstant(iso, timeZone, 'minute');
  return (
    <Section title="Filling">
      <Stack gap="sm">
        {queue.rules.length === 0 ? (
          <Text size="sm">No rule fills this queue by itself.</Text>
        ) : (
          <>
            <ul className={classes.plainList}>
              {queue.rules.map((rule) => (
                <li key={JSON.stringify(rule)}>
                  <Text size="sm">{ruleWords(rule, timeZone)}</Text>
                </li>
              ))}
            </ul>
            <Group gap="sm">
              <Text size="sm">{scheduleWords(queue, at)}</Text>
              {mayManage && <RunRules project={project} queueId={queue.id} />}
            </Group>
          </>
        )}
        {runs.length > 0 && (
          <ul className={classes.plainList}>
            {runs.map((run) => (
              <li key={run.at}>
                <Text size="sm">{runWords(run, at)}</Text>
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Section>
  );
}

function ruleWords({ filter, mode }: QueueRuleInput, timeZone: string): string {
  const of = filterWords(filter, timeZone).join(' · ') || 'all queries';
  const percent = (rate: number) => `${formatCount(Math.round(rate * 10_000) / 100)} %`;
  if (mode.kind === 'random') return `Random: ${percent(mode.rate)} of ${of}.`;
  if (mode.kind === 'stratified')
    return `By group (${mode.by}): about ${formatCount(mode.wantEach)} of each, at least ${percent(mode.floor)}, of ${of}.`;
  const first = mode.when.map((condition) =>
    condition.kind === 'topScoreBelow'
      ? `best similarity below ${condition.below}`
      : filterWords(condition.filter, timeZone).join(' · ') || 'all queries',
  );
  return `Priority: ${percent(mode.rate)} where ${first.join('; or ')}; ${percent(mode.floor)} of the rest; of ${of}.`;
}

function scheduleWords(
  { fillCap, fillEveryHours, filledUntil }: QueueView,
  at: (iso: string) => string,
): string {
  const often = fillEveryHours === null ? 'When asked' : `Every ${countOf(fillEveryHours, 'hour')}`;
  const until = filledUntil === null ? 'never run yet' : `looked at what arrived until ${at(filledUntil)}`;
  return `${often}, at most ${countOf(fillCap, 'query', 'queries')}; ${until}.`;
}

function runWords(
  { at: when, window, candidates, added }: QueueRunView,
  at: (iso: string) => string,
): string {
  const of = `${countOf(added, 'query', 'queries')} added of ${formatCount(candidates)} that fit`;
  return window === null
    ? `${at(when)}: ${of}, when the queue was made.`
    : `${at(when)}: ${of}, arrived ${at(window.from)} to ${at(window.to)}.`;
}
